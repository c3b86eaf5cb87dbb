"""A stand-in for Discord on loopback: gateway and REST, good enough for the real discord.py.

    async with open_discord() as discord, ...:  # lead_discord_py_to(discord), or the bot's own settings
        guild = discord.add_guild("Studio")
        videos, ann = guild.add_channel("videos"), guild.add_person("ann")
        # start the bot with discord.token, discord.api_url and discord.gateway_url
        await discord.gateway.connected()
        seen = await ann.slash(videos, "sora create", prompt="a red kite")
        assert seen.kind == "deferred" and seen.acknowledged_after < 1
        card = await seen.until(lambda message: "queued" in message.text)
        await ann.press(card, "Cancel")
        await card.until(lambda message: "cancelled" in message.text)

People act through the real protocol and see what people see: nothing of the bot is called from here, and of these
files only `client.py`, which points it here, and the tests import discord.py. When the block ends, `open_discord`
complains of whatever Discord would not have taken (`discord.violations`, where its description is at hand: see
`description.py`) and of routes that the stand-in does not know.

There is no `__init__.py`: with one, pytest would import these files as a package named `discord`, the library's name.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import web

from tests.bell import Bell
from tests.discord.calls import Call
from tests.discord.clock import Clock
from tests.discord.commands import CommandBook
from tests.discord.files import Files
from tests.discord.gateway import Gateway
from tests.discord.gateway_socket import AUTHENTICATION_FAILED, serve_gateway
from tests.discord.guilds import Guild
from tests.discord.interactions import Interactions
from tests.discord.people import Person
from tests.discord.rest import PREFIX, Rest
from tests.discord.snowflakes import Snowflakes
from tests.discord.troubles import Troubles
from tests.discord.users import User
from tests.discord.world import World
from tests.serving import serving

LARGEST_REQUEST: Final = 1 << 30


@dataclass(eq=False)
class Discord(Troubles):
    """The stand-in: build a world, let people act in it, and make trouble."""

    token: str
    """The only token it takes."""
    origin: str = ""

    @property
    def api_url(self) -> str:
        return self.origin + PREFIX

    @property
    def gateway(self) -> Gateway:
        """Who is connected, and the troubles of the gateway."""
        return self.world.gateway

    @property
    def gateway_url(self) -> str:
        return self.gateway.url

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def commands(self) -> CommandBook:
        """The commands the bot has registered."""
        return self.world.commands

    @property
    def violations(self) -> list[str]:
        """Where what the bot sent is not what Discord's description of its API allows; a test may clear it."""
        return self.rest.conformance.found

    @property
    def invalid_requests(self) -> int:
        """How many were answered with 401, 403 or 429: ten thousand in ten minutes ban an address."""
        return sum(call.status in {401, 403, 429} for call in self.rest.calls)

    def add_guild(self, name: str, *, boosts: int = 0, shard: int | None = None) -> Guild:
        """Make a guild with the bot in it; while the bot is connected, this is how it is let in somewhere new.

        `shard` chooses an id that belongs to this one of the recommended shards.
        """
        ids, shards = self.world.ids, self.gateway.recommended_shards
        owner = self.world.new_person(f"owner_of_{name.lower()}")
        guild = Guild(self.world, ids.next() if shard is None else ids.next_on(shard, shards), name, owner, boosts)
        self.world.guilds[guild.id] = guild
        self.world.announce("GUILD_CREATE", guild.payload, guild)
        return guild

    def add_person(self, name: str) -> Person:
        """Make somebody who is in no guild."""
        return self.world.new_person(name)

    def calls(self, pattern: str) -> list[Call]:
        """The requests of this kind that came so far: `discord.calls("PUT /applications/*/commands")`."""
        return [call for call in self.rest.calls if call.matches(pattern)]

    async def called(self, pattern: str, times: int = 1, *, within: float = 5.0) -> list[Call]:
        """Wait for so many requests of this kind to be answered."""

        def look() -> list[Call] | None:
            found = [call for call in self.calls(pattern) if call.status is not None]
            return found if len(found) >= times else None

        return await self.world.bell.until(
            look, within=within, wanted=lambda: f"{pattern} came {len(self.calls(pattern))} times, not {times}"
        )

    def reset_token(self) -> None:
        """Somebody presses “Reset Token”: the one the bot has is good for nothing any more, wherever it uses it."""
        self.token = self.rest.token = _new_token()
        for connection in self.gateway.connections:
            connection.close(AUTHENTICATION_FAILED)

    def move_clock(self, by: timedelta) -> None:
        """Let this much time pass at once: tokens end after 15 minutes, links after a day."""
        self.world.clock.move(by)


@asynccontextmanager
async def open_discord(*, shards: int = 1, patience: float = 3.0, heartbeat: float = 41.25) -> AsyncIterator[Discord]:
    """Serve a new, empty Discord until the block ends; complain then of what it would not have taken.

    `patience` is how many seconds people wait for the first answer to what they do, `heartbeat` how many there are
    between two heartbeats of the gateway, `shards` how many it recommends.
    """
    discord = _new(shards, patience, heartbeat)
    async with serving(_app(discord)) as url:
        discord.origin = discord.world.files.origin = url
        discord.gateway.url = url.replace("http", "ws", 1) + "/gateway"
        try:
            yield discord
        finally:
            discord.gateway.cut()
    discord.rest.complain()


def _new(shards: int, patience: float, heartbeat: float) -> Discord:
    clock = Clock()
    ids = Snowflakes(clock)
    bot = User(ids.next(), "sora", is_bot=True)
    world = World(clock, ids, Bell(), Files(clock, ids), bot, application_id=bot.id)
    world.gateway = Gateway(world, recommended_shards=shards, heartbeat_seconds=heartbeat)
    world.commands = CommandBook(world)
    world.interactions = Interactions(world, patience)
    token = _new_token()
    return Discord(world, Rest(world, token), token)


def _new_token() -> str:
    return f"stand-in.{secrets.token_urlsafe(24)}"


def _app(discord: Discord) -> web.Application:
    app = web.Application(client_max_size=LARGEST_REQUEST)
    discord.rest.add_to(app)

    async def gateway(request: web.Request) -> web.StreamResponse:
        return await serve_gateway(request, discord.gateway, discord.token)

    async def attachment(request: web.Request) -> web.Response:
        query = request.query
        link = (query.get("ex", "0"), query.get("is", "0"), query.get("hm", ""))
        file = None if discord.rest.is_out else discord.world.files.open(int(request.match_info["id"]), *link)
        if file is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=file.content, content_type=file.content_type)

    app.router.add_get("/gateway", gateway)
    app.router.add_get("/gateway/resume", gateway)
    for folder in ("attachments", "ephemeral-attachments"):
        app.router.add_get(f"/{folder}/{{channel}}/{{id:\\d+}}/{{name}}", attachment)
    return app
