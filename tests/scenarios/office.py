"""A Slack workspace with the bot in it, and two people: the real bot, the real slack-bolt, stand-ins on both sides."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic import SecretStr

from adapters.platforms import Paces
from adapters.slack.pace import SlackPace
from bot.domain.job import Job, JobId
from tests.chat_page import until
from tests.scenarios.club import healthy_as
from tests.scenarios.town import Town, open_town
from tests.slack.filled_in import Upload
from tests.slack.people import Person
from tests.slack.reading import job_of, text_of
from tests.slack.stand_in import Slack, open_slack
from tests.slack.world import Channel, Message, Workspace

HASTY = SlackPace(waits=(0.1, 0.2), ping=0.3, deaf=2, connect=2, glance=0.05, farewell=2, home_every=0.1)


@dataclass(slots=True, kw_only=True)
class Office:
    """A workspace with the bot in it, a channel and two people; ann is an admin."""

    slack: Slack
    workspace: Workspace
    channel: Channel
    ann: Person
    bob: Person
    folder: Path
    clip: bytes | None

    @property
    def settings(self) -> dict[str, Any]:
        """What the operator sets."""
        return {
            "slack_bot_token": SecretStr(self.workspace.token or ""),
            "slack_app_token": SecretStr(self.slack.app_token),
            "slack_api_url": self.slack.api_url,
        }

    @asynccontextmanager
    async def bot(self, **settings: Any) -> AsyncIterator[Town]:
        """The bot, connected."""
        async with self.starting_bot(**settings) as town:
            await self.slack.socket.connected(within=15)
            await healthy_as(town, "connected", platform="slack")
            yield town

    @asynccontextmanager
    async def starting_bot(self, *, pace: SlackPace = HASTY, **settings: Any) -> AsyncIterator[Town]:
        """The bot, whether it is connected or not."""
        async with open_town(self.folder, self.clip, paces=Paces(slack=pace), **{**self.settings, **settings}) as town:
            yield town

    async def card(self, words: str = "", *, channel: Channel | None = None, within: float = 15) -> Message:
        """The newest card that says so."""

        def is_it(message: Message) -> bool:
            return (message.metadata or {}).get("event_type") == "sora_card" and words in text_of(message)

        return await self.slack.channel_until(channel or self.channel, is_it, within=within)

    async def video(self, *, channel: Channel | None = None, within: float = 20) -> Message:
        """The newest message of the bot that has a file."""
        return await self.slack.channel_until(
            channel or self.channel, lambda message: message.bot_id is not None and bool(message.files), within=within
        )

    async def whisper(self, person: Person, words: str = "", *, channel: Channel | None = None) -> Message:
        """The newest message there that this person alone sees, and that says so."""
        return await self.slack.channel_until(
            channel or self.channel,
            lambda message: message.only_for == person.id and words in text_of(message),
        )

    async def number_of_videos(self, number: int, *, channel: Channel | None = None) -> list[Message]:
        """The bot's videos there, once there are so many and their cards say so."""

        def are_there() -> bool:
            cards = [one for one in (channel or self.channel).messages if one.metadata is not None]
            return len(self.videos(channel)) == number and all("is here" in text_of(card) for card in cards)

        await self.slack.until(lambda: are_there() or None, within=20, wanted=f"{number} videos")
        return self.videos(channel)

    async def quiet(self) -> None:
        """Wait until the bot has taken everything it was told."""
        await self.slack.until(
            lambda: all(told.is_acknowledged for told in self.slack.acknowledgements) or None, wanted="quiet"
        )

    def said(self, channel: Channel | None = None) -> list[Message]:
        """Everything that the bot says there for all to see."""
        return [message for message in (channel or self.channel).messages if message.bot_id == self.workspace.bot_id]

    async def answer(self, person: Person, words: str, *, way: str = "mention") -> Message:
        """What the bot says to that; `way` is how it is asked: `mention`, `command` or `direct message`."""
        place = person.dm if way == "direct message" else self.channel
        before = len(place.log)
        if way == "mention":
            person.mentions(place, words)
        elif way == "command":
            await person.slash(place, "/sora", words)
        else:
            person.writes(words)
        return await self.slack.until(
            lambda: next((one for one in place.log[before:] if one.bot_id is not None), None), wanted="answer"
        )

    def videos(self, channel: Channel | None = None) -> list[Message]:
        """All messages of the bot with files."""
        return [message for message in (channel or self.channel).messages if message.bot_id and message.files]


async def jobs_in(town: Town) -> int:
    """How many videos were ever asked for."""
    return len(await town.database.rows("SELECT id FROM jobs"))


async def jobs_of(town: Town, number: int) -> list[Job]:
    """Everything that was asked for, oldest first, once there is so much."""

    async def are_there() -> bool:
        return await jobs_in(town) == number

    await until(are_there)
    rows = await town.database.rows("SELECT id FROM jobs ORDER BY created_at, id")
    return [await town.job(JobId(job_id)) for (job_id,) in rows]


def a_picture(name: str = "kite.png") -> Upload:
    """One to upload."""
    body = io.BytesIO()
    Image.new("RGB", (1280, 720), "navy").save(body, "PNG")
    return name, body.getvalue(), "image/png"


def id_of(card: Message) -> JobId:
    """The job whose card it is."""
    return JobId(job_of(card))


@asynccontextmanager
async def open_office(folder: Path, clip: bytes | None, **slack_options: Any) -> AsyncIterator[Office]:
    """Serve it until the block ends; the bot keeps its things in `folder`."""
    async with open_slack(**slack_options) as slack:
        workspace = slack.add_workspace()
        channel = slack.add_channel(workspace, "videos")
        yield Office(
            slack=slack,
            workspace=workspace,
            channel=channel,
            ann=slack.add_person(workspace, "ann", is_admin=True),
            bob=slack.add_person(workspace, "bob"),
            folder=folder,
            clip=clip,
        )
