"""The bot's messenger before the stand-in, without the rest of the bot: over REST alone, as a worker has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord

from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import PLATFORM
from bot.domain.chat import Conversation, Requester
from tests.discord.channels import Channel
from tests.discord.client import lead_discord_py_to
from tests.discord.messages import Message
from tests.discord.people import Person
from tests.discord.stand_in import Discord, open_discord
from tests.discord.studio import Studio, new_studio
from tests.fakes import FakeClock


@dataclass(frozen=True, slots=True)
class Speaking:
    """A messenger, and the small world it speaks into."""

    stand_in: Discord
    studio: Studio
    client: discord.Client

    def messenger(self) -> DiscordMessenger:
        """A new one, as after a start: it remembers nothing."""
        return DiscordMessenger(self.client, PlaceLimits(FakeClock()))

    @property
    def here(self) -> Conversation:
        return in_channel(self.studio.videos)

    def posts(self, channel: Channel | None = None) -> list[Message]:
        """The messages with a file."""
        return [message for message in (channel or self.studio.videos).messages if message.files]


@asynccontextmanager
async def open_speaking() -> AsyncIterator[Speaking]:
    """Serve the stand-in, and log in, until the block ends."""
    async with open_discord() as stand_in:
        with lead_discord_py_to(stand_in):
            studio = new_studio(stand_in)
            client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=60)
            async with client:
                await client.login(stand_in.token)
                yield Speaking(stand_in, studio, client)


def in_channel(channel: Channel) -> Conversation:
    team = "@me" if channel.guild is None else str(channel.guild.id)
    return Conversation(platform=PLATFORM, team=team, channel=str(channel.id))


def as_requester(person: Person, channel: Channel) -> Requester:
    return Requester(platform=PLATFORM, team=in_channel(channel).team, user=str(person.id), name=person.name)
