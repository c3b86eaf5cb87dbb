"""Where we are let in, and where we are put out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from adapters.slack.listeners.apologies import quietly_sorry
from adapters.slack.listeners.seen import Seen
from adapters.slack.lookups.rooms import Rooms
from adapters.slack.messenger import SlackMessenger
from adapters.slack.places import MENTION, PLATFORM
from adapters.slack.web_api.workspaces import Workspace, Workspaces
from adapters.slack.works import Works
from bot import texts
from bot.domain.chat import Conversation, Notice, Tone

log = structlog.get_logger()

A_SECOND: Final = timedelta(seconds=1)
"""Slack tells moments in whole seconds: what it tells of happened before the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Says hello, and forgets those who want no more of us."""

    messenger: SlackMessenger
    workspaces: Workspaces
    rooms: Rooms
    seen: Seen
    works: Works

    async def joined(self, workspace: Workspace, event: Mapping[str, Any], event_id: str) -> None:
        """We were invited to a channel: a short hello, with one example."""
        if event.get("user") != workspace.bot_user:
            return
        self.rooms.forget(workspace.team, str(event["channel"]))
        hello = self.seen.once(event_id, lambda: self._hello(workspace, str(event["channel"])))
        await self.works.soon(hello, quietly_sorry)

    async def put_out(self, team: str, enterprise: str | None, body: Mapping[str, Any]) -> None:
        """A workspace has removed the app, or taken back the bot's token, and not just a person's.

        `event_time`: https://docs.slack.dev/apis/events-api#callback-field
        """
        event, seconds = body["event"], body.get("event_time")
        told_of = None if seconds is None else datetime.fromtimestamp(int(seconds), UTC) + A_SECOND
        if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        log.info("slack_workspace_left", team=team)
        await self.workspaces.forget(team, enterprise, told_of=told_of)

    async def _hello(self, workspace: Workspace, channel: str) -> None:
        place = Conversation(platform=PLATFORM, team=workspace.team, channel=channel)
        await self.messenger.say(place, Notice(text=texts.hello(MENTION), tone=Tone.GOOD))
