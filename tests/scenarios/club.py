"""A Discord server with the bot in it, and two people: the real bot, the real discord.py, stand-ins on both sides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from adapters.discord.pace import Pace
from adapters.platforms import Paces
from bot.domain.job import JobId
from tests.chat_page import until
from tests.discord.channels import Channel
from tests.discord.client import lead_discord_py_to
from tests.discord.guilds import Guild
from tests.discord.messages import Message
from tests.discord.people import Person
from tests.discord.stand_in import Discord, open_discord
from tests.scenarios.town import Town, open_town


@dataclass(slots=True, kw_only=True)
class Club:
    """A server with the bot in it, a channel and two people."""

    discord: Discord
    guild: Guild
    channel: Channel
    ann: Person
    bob: Person
    folder: Path
    clip: bytes | None

    @asynccontextmanager
    async def bot(self, **settings: Any) -> AsyncIterator[Town]:
        """The bot, connected and with its commands known."""
        async with self.starting_bot(**settings) as town:
            await self.ready(self.discord.gateway.recommended_shards)
            await healthy_as(town, "connected")
            yield town

    @asynccontextmanager
    async def starting_bot(self, **settings: Any) -> AsyncIterator[Town]:
        """The bot, whether it is connected or not."""
        login = {
            "discord_token": SecretStr(self.discord.token),
            "discord_api_url": self.discord.api_url,
            "discord_gateway_url": self.discord.gateway_url,
            "paces": Paces(discord=Pace(greeting=0.1)),
        }
        async with open_town(self.folder, self.clip, **{**login, **settings}) as town:
            yield town

    async def ready(self, shards: int = 1, *, within: float = 15) -> None:
        """Wait until the bot is connected and its commands are known."""
        await self.discord.gateway.connected(shards, within=within)
        await self.discord.world.bell.until(
            lambda: self.discord.commands.listed(None) or None,
            within=within,
            wanted=lambda: "no commands are registered",
        )

    async def video(self, within: float = 20) -> Message:
        """The first message of the bot that has a file."""
        messages = await self.channel.until(lambda seen: any(one.files for one in seen), within=within)
        return next(message for message in messages if message.files)


@asynccontextmanager
async def open_club(folder: Path, clip: bytes, **discord_options: Any) -> AsyncIterator[Club]:
    """Serve it until the block ends; the bot keeps its things in `folder`."""
    async with open_discord(**discord_options) as discord:
        with lead_discord_py_to(discord):
            guild = discord.add_guild("Film club")
            yield Club(
                discord=discord,
                guild=guild,
                channel=guild.add_channel("videos"),
                ann=guild.add_person("ann"),
                bob=guild.add_person("bob"),
                folder=folder,
                clip=clip,
            )


async def healthy_as(town: Town, word: str, *, platform: str = "discord", within: float = 10) -> None:
    """Wait until the bot itself says this of the platform."""

    async def is_so() -> bool:
        body: dict[str, str] = (await town.client.get("/healthz")).body
        return body[platform] == word

    await until(is_so, within=within)


async def final(town: Town, job_id: JobId) -> None:
    """Wait for the end of a job that may have no card."""

    async def is_final() -> bool:
        return (await town.job(job_id)).is_final

    await until(is_final, within=30)


async def rendered(town: Town, job_id: JobId) -> None:
    """Wait until the provider has made the video."""

    async def is_rendered() -> bool:
        return (await town.job(job_id)).rendered_at is not None

    await until(is_rendered, within=20)
