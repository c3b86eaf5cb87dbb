"""The bot's messenger before the stand-in, without the rest of the bot: over the Web API alone, as a worker has it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.slack.installation.one_workspace import OneWorkspace
from adapters.slack.messenger import SlackMessenger
from adapters.slack.places import PLATFORM
from adapters.slack.web_api.calling import TIMEOUT, SlackWeb
from adapters.slack.web_api.pacing import Turns
from adapters.slack.web_api.standing import Standing
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.backend import Backend, open_store
from bot.domain.chat import Conversation, Requester
from tests.adapters.slack.seconds import Seconds
from tests.fakes import FakeClock
from tests.slack.people import Person
from tests.slack.stand_in import Slack, open_slack
from tests.slack.world import Channel, Message
from tests.slack.world import Workspace as Team

QUICK = (0.01,) * 300
"""Seconds between looks at whether a file is shown: so many that it will have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """A messenger, and the small world it speaks into: ann and bob are in the channel, and ann has asked."""

    slack: Slack
    studio: Team
    videos: Channel
    ann: Person
    bob: Person
    asked: Message
    web: SlackWeb
    one: OneWorkspace
    backend: Backend
    clock: FakeClock
    seconds: Seconds

    def messenger(self, looks: Sequence[float] = QUICK) -> SlackMessenger:
        """A new one, as after a start: it remembers nothing but what is in the database."""
        posts, notes = self.backend.slack_posts, self.backend.notes
        return SlackMessenger(self.web, self.one, posts, notes, self.clock, looks)

    @property
    def workspace(self) -> Workspace:
        """The studio as the bot knows it."""
        assert self.one.only is not None
        return self.one.only

    @property
    def here(self) -> Conversation:
        """The thread under what ann has asked for."""
        return in_channel(self.videos, self.asked.ts)

    @property
    def ours(self) -> list[Message]:
        """What the bot has said in the channel and its threads."""
        return said(self.videos)

    @property
    def films(self) -> list[Message]:
        """The bot's messages with a file."""
        return [message for message in self.ours if message.files]


@asynccontextmanager
async def open_speaking(folder: Path) -> AsyncIterator[Speaking]:
    """Serve the stand-in, and be let in, until the block ends. The database lies in the folder."""
    async with (
        open_slack() as slack,
        open_store(f"sqlite:///{folder}/slack.sqlite3", exclusive=True) as backend,
        aiohttp.ClientSession(timeout=TIMEOUT) as session,
    ):
        studio = slack.add_workspace()
        ann, bob = slack.add_person(studio, "ann"), slack.add_person(studio, "bob")
        videos = slack.add_channel(studio, "videos")
        assert studio.token is not None
        standing, seconds = Standing(), Seconds()
        one = OneWorkspace(studio.token, standing)
        standing.reached.set()
        web = SlackWeb(session, standing, slack.api_url, Turns(seconds, seconds.sleep))
        await one.meet(web.client)
        yield Speaking(
            slack=slack,
            studio=studio,
            videos=videos,
            ann=ann,
            bob=bob,
            asked=ann.mentions(videos, "a red kite"),
            web=web,
            one=one,
            backend=backend,
            clock=FakeClock(),
            seconds=seconds,
        )


def in_channel(channel: Channel, thread: str | None = None) -> Conversation:
    return Conversation(platform=PLATFORM, team=channel.workspace.id, channel=channel.id, thread=thread)


def as_requester(person: Person) -> Requester:
    return Requester(platform=PLATFORM, team=person.workspace.id, user=person.id, name=person.user.name)


def said(channel: Channel) -> list[Message]:
    """What the bot has said there, oldest first."""
    return [message for message in channel.messages if message.user == channel.workspace.bot_user]
