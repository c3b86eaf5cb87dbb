"""What a team's admins do: look at everybody's videos, pause, and close channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

import structlog

from bot import texts
from bot.commands.admin import Admin, AdminName
from bot.domain.chat import Conversation, Notice, Requester, refusal
from bot.domain.job import Job
from bot.domain.rules import Closed
from bot.ports import Clock, Store, Transaction
from bot.usecases.quota_policy import QuotaPolicy

log = structlog.get_logger()

UNFINISHED: Final = 20
ENDED: Final = 5
"""Rows of the list of everybody's videos: those on their way, and those that ended last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageTeam:
    """For those whom the platform lets manage the team. Whoever else tries is told so, whatever their client shows."""

    store: Store
    clock: Clock
    policy: QuotaPolicy

    async def __call__(self, command: Admin, requester: Requester, conversation: Conversation) -> Notice:
        """Answer an admin's command."""
        if not requester.is_admin:
            return refusal(texts.admins_only())
        match command.name:
            case AdminName.SHOW:
                return await self._show(requester)
            case AdminName.JOBS:
                return await self.jobs(requester)
            case AdminName.PAUSE:
                return texts.paused(requester.manner, is_new=await self._close(requester, None, ""))
            case AdminName.RESUME:
                return texts.resumed(is_new=await self._open(requester, None))
            case AdminName.CHANNEL_DENY:
                is_new = await self._close(requester, conversation.home, command.place)
                return texts.channel_denied(requester.manner, is_new=is_new)
            case AdminName.CHANNEL_ALLOW:
                return texts.channel_allowed(is_new=await self._open(requester, conversation.home))
            case _:
                assert_never(command.name)

    async def _show(self, requester: Requester) -> Notice:
        closed = await self.store.read(lambda tx: tx.rules.of(requester))
        return texts.rules_notice(self.policy.limits(requester), closed, self.clock.now())

    async def jobs(self, requester: Requester) -> Notice:
        """Everybody's videos."""

        async def look(tx: Transaction) -> tuple[Sequence[Job], Sequence[Job]]:
            unfinished = await tx.views.unfinished_in_team(requester, UNFINISHED)
            return unfinished, await tx.views.recent_in_team(requester, ENDED)

        unfinished, ended = await self.store.read(look)
        return texts.team_jobs_notice(unfinished, ended, self.clock.now(), requester.manner)

    async def _close(self, requester: Requester, channel: str | None, place: str) -> bool:
        closed = Closed(channel=channel, place=place, by=requester.name, since=self.clock.now())
        is_new = await self.store.write(lambda tx: tx.rules.close(requester, closed))
        log.info("requests_closed", team=requester.team, channel=channel, is_new=is_new)
        return is_new

    async def _open(self, requester: Requester, channel: str | None) -> bool:
        is_new = await self.store.write(lambda tx: tx.rules.open(requester, channel))
        log.info("requests_opened", team=requester.team, channel=channel, is_new=is_new)
        return is_new
