"""The channels of a workspace: what they are called, and whether we are in them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.lately import Lately
from adapters.slack.places import is_direct
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.faults import error_code, faults_translated
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.ports import Clock

log = structlog.get_logger()

LOOK_UP: Final = 1.5
"""Seconds for asking Slack about a channel."""

KEPT: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Room:
    """`has_us`: whether we can post there; None where nobody could tell.

    `is_private`: its name is not for everybody, nor what is said there.
    """

    name: str = ""
    has_us: bool | None = None
    is_private: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether not everybody can read there. Where nobody could tell, it may be so."""
        return self.is_private or self.has_us is None


@dataclass(slots=True)
class Rooms:
    """Remembers for a minute where we are; where we are not, people invite us right after they were told to."""

    web: SlackWeb
    clock: Clock
    _ours: Lately[tuple[str, str], Room] = field(init=False)

    def __post_init__(self) -> None:
        self._ours = Lately(self.clock, KEPT)

    async def get(self, workspace: Workspace, channel: str) -> Room:
        """The channel, as far as that can be learned at once."""
        if is_direct(channel):
            return Room(has_us=True)
        key = workspace.team, channel
        known = self._ours.of(key)
        if known is not None:
            return known
        room = await self._ask(workspace, channel)
        return self._ours.learn(key, room) if room.has_us else room

    async def names(self, workspace: Workspace, channels: Iterable[str], *, here: str) -> Mapping[str, str]:
        """What some channels are called, as far as that can be learned at once and be read `here` by everybody."""
        wanted = list(dict.fromkeys(channels))[:10]
        found = await asyncio.gather(*(self.get(workspace, channel) for channel in wanted))
        named = zip(wanted, found, strict=True)
        return {channel: room.name for channel, room in named if room.name and (channel == here or not room.is_private)}

    def forget(self, team: str, channel: str) -> None:
        """Something has changed there."""
        self._ours.forget((team, channel))

    async def _ask(self, workspace: Workspace, channel: str) -> Room:
        try:
            async with asyncio.timeout(LOOK_UP):
                return await self._told(workspace, channel)
        except ConversationGone:
            return Room(has_us=False)
        except (DeliveryPaused, TimeoutError):
            return Room()
        except SlackApiError as error:
            log.warning("slack_room_not_told", error=error_code(error))
            return Room()

    async def _told(self, workspace: Workspace, channel: str) -> Room:
        with faults_translated():
            try:
                answer = await self.web(workspace, "conversations.info", channel=channel)
            except SlackApiError as error:
                if error_code(error) == "missing_scope":
                    return Room()  # that we may not ask does not say that we are not there
                raise
            return _to_room(needed(answer, "channel"))


def _to_room(channel: Mapping[str, Any]) -> Room:
    """https://docs.slack.dev/reference/objects/conversation-object."""
    has_us = (channel.get("is_member") or channel.get("is_im") or channel.get("is_mpim")) and not channel.get(
        "is_archived"
    )
    is_private = channel.get("is_private") or channel.get("is_mpim")
    return Room(str(channel.get("name") or ""), bool(has_us), bool(is_private))
