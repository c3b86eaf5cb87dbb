"""A person's own page: what is left, what is on its way, what was made last, and for admins how the team does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import texts
from bot.domain.chat import Card, Notice, Requester
from bot.domain.home import Home
from bot.domain.job import Job
from bot.domain.quota import Window, window_starts
from bot.ports import Clock, Messenger, Store, Transaction
from bot.usecases.draw_cards import DrawCards
from bot.usecases.manage_team import ManageTeam
from bot.usecases.quota_policy import QuotaPolicy

RUNNING: Final = 10
MADE: Final = 5
"""Videos on the page: those on their way, and those that ended last."""

PEOPLE: Final = 1000
"""People of a team whose usage is added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHome:
    """Reads all of it at one moment."""

    store: Store
    clock: Clock
    policy: QuotaPolicy
    cards: DrawCards
    manage: ManageTeam
    messengers: Mapping[str, Messenger]

    async def __call__(self, requester: Requester) -> Home:
        """The page as it is now."""
        now = self.clock.now()
        home, recent = await self.store.read(lambda tx: self._look(tx, requester, now))
        team = await self._team(requester, now) if requester.is_admin else ()
        return Home(
            bars=home.bars,
            no_bars=texts.no_limits(),
            running=home.running,
            more_running=home.more_running,
            nothing_running=texts.nothing_running(),
            made=tuple(texts.made_video(job, now, link=self._link(job)) for job in recent),
            nothing_made=texts.nothing_made(),
            team=team,
        )

    async def _look(self, tx: Transaction, requester: Requester, now: datetime) -> tuple[Home, Sequence[Job]]:
        lines = self.policy.empty_lines(requester, now)
        used = [await tx.quota.used(line) for line in lines]
        bars = texts.quota_bars(tuple(zip(lines, used, strict=True)), now)
        running = await tx.views.unfinished_of(requester)
        cards = tuple([await self._card(tx, job) for job in running[:RUNNING]])
        more = len(running) - len(cards)
        return Home(bars=bars, running=cards, more_running=more), await tx.views.recent_of(requester, MADE)

    async def _card(self, tx: Transaction, job: Job) -> Card:
        return self.cards.draw(job, await self.cards.look_around(tx, job))

    async def _team(self, requester: Requester, now: datetime) -> tuple[Notice, ...]:
        since = window_starts(Window.DAY, now)
        usage = await self.store.read(lambda tx: tx.views.team_usage(requester, since, PEOPLE))
        return texts.team_usage_notice(usage), await self.manage.jobs(requester)

    def _link(self, job: Job) -> str | None:
        kept = texts.kept_link(job)
        messenger = self.messengers.get(job.conversation.platform)
        if kept is not None or messenger is None or job.message_ref is None or job.deleted_at is not None:
            return kept
        return messenger.message_link(job.conversation, job.message_ref)
