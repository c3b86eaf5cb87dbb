"""The channels of a workspace: what they are called, and whether we are in them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.calling import SlackWeb
from adapters.slack.faults import error_code, faults_translated
from adapters.slack.places import is_direct
from adapters.slack.workspaces import Workspace
from bot.domain.errors import ConversationGone, DeliveryPaused

log = structlog.get_logger()

LOOK_UP: Final = 1.5
"""Seconds for asking Slack about a channel."""

KEPT: Final = 60.0
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Room:
    """`has_us`: whether we can post there; None where nobody could tell."""

    name: str = ""
    has_us: bool | None = None


@dataclass(slots=True)
class Rooms:
    """Remembers for a minute: people invite us right after they were told to."""

    web: SlackWeb
    _known: dict[tuple[str, str], tuple[float, Room]] = field(default_factory=dict)

    async def get(self, workspace: Workspace, channel: str) -> Room:
        """The channel, as far as that can be learned at once."""
        if is_direct(channel):
            return Room(has_us=True)
        key = workspace.team, channel
        kept_at, room = self._known.get(key, (0.0, Room()))
        if room.has_us and time.monotonic() - kept_at < KEPT:
            return room
        room = await self._ask(workspace, channel)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = time.monotonic(), room
        return room

    def forget(self, team: str, channel: str) -> None:
        """Something has changed there."""
        self._known.pop((team, channel), None)

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
        return _to_room(answer["channel"])


def _to_room(channel: Mapping[str, Any]) -> Room:
    """https://docs.slack.dev/reference/objects/conversation-object."""
    has_us = (channel.get("is_member") or channel.get("is_im") or channel.get("is_mpim")) and not channel.get(
        "is_archived"
    )
    return Room(str(channel.get("name") or ""), bool(has_us))
