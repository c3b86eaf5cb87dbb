"""A messenger on the stand-in for Slack, as the bot opens it, and a channel to speak in."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.slack.messenger import SlackMessenger
from adapters.slack.opening import SlackLogin, open_slack
from adapters.slack.places import PLATFORM
from adapters.storage.backend import Backend, open_store
from bot.domain.chat import Conversation, Requester
from tests.fakes import FakeClock
from tests.slack import stand_in
from tests.slack.people import Person
from tests.slack.stand_in import Slack
from tests.slack.world import Channel, Workspace


@dataclass(slots=True, kw_only=True)
class Speaking:
    """A workspace with the bot in it."""

    slack: Slack
    workspace: Workspace
    channel: Channel
    ann: Person
    backend: Backend
    clock: FakeClock
    messenger: SlackMessenger

    @property
    def here(self) -> Conversation:
        """The channel itself, as for a slash command."""
        return in_channel(self.channel)

    def thread(self) -> Conversation:
        """A thread that somebody has just begun."""
        message = self.ann.posts(self.channel, "a thread")
        return in_channel(self.channel, message.ts)

    @property
    def requester(self) -> Requester:
        return Requester(platform=PLATFORM, team=self.workspace.id, user=self.ann.id)

    @asynccontextmanager
    async def another(self) -> AsyncIterator[SlackMessenger]:
        """The messenger of the next process, on the same database."""
        async with open_slack(self.login, self.clock, self.backend) as connection:
            yield connection.messenger

    @property
    def login(self) -> SlackLogin:
        return SlackLogin(bot_token=self.workspace.token, api_url=f"{self.slack.api_url}/")


def in_channel(channel: Channel, thread: str | None = None) -> Conversation:
    return Conversation(platform=PLATFORM, team=channel.workspace.id, channel=channel.id, thread=thread)


@asynccontextmanager
async def open_speaking(folder: Path, **options: Any) -> AsyncIterator[Speaking]:
    """Serve it until the block ends."""
    async with contextlib.AsyncExitStack() as stack:
        slack = await stack.enter_async_context(stand_in.open_slack(**options))
        workspace = slack.add_workspace()
        channel = slack.add_channel(workspace, "videos")
        ann = slack.add_person(workspace, "ann")
        clock = FakeClock()
        backend = await stack.enter_async_context(open_store(f"sqlite:///{folder / 'bot.sqlite3'}", exclusive=True))
        login = SlackLogin(bot_token=workspace.token, api_url=f"{slack.api_url}/")
        connection = await stack.enter_async_context(open_slack(login, clock, backend))
        yield Speaking(
            slack=slack,
            workspace=workspace,
            channel=channel,
            ann=ann,
            backend=backend,
            clock=clock,
            messenger=connection.messenger,
        )
