"""A stand-in for Discord on loopback: gateway and REST, good enough for the real discord.py.

    async with open_discord() as discord, lead_discord_py_to(discord):
        guild = discord.add_guild("Studio")
        videos, ann = guild.add_channel("videos"), guild.add_person("ann")
        ...  # start the bot with `discord.token`, then: await discord.gateway.connected()
        seen = await ann.slash(videos, "sora create", prompt="a red kite")
        assert seen.kind == "deferred" and seen.acknowledged_after < 1
        card = await seen.until(lambda message: "queued" in message.text)
        await ann.press(card, "Cancel")
        await videos.message("cancelled")

People act through the real protocol and see what people see; nothing of the bot is called from here, and this package
does not import discord.py (only `client.py`, which points it here, and the tests do). It has no `__init__.py`: with
one, pytest would import these files as a package named `discord`, which is the library's name.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.discord.bell import Bell
from tests.discord.calls import Call
from tests.discord.clock import Clock
from tests.discord.commands import CommandBook
from tests.discord.errors import Problem
from tests.discord.faults import Fault
from tests.discord.files import Files
from tests.discord.gateway import Gateway
from tests.discord.gateway_socket import serve_gateway
from tests.discord.guilds import Guild
from tests.discord.interactions import Interactions
from tests.discord.rate_limits import Bucket
from tests.discord.rest import PREFIX, Rest
from tests.discord.snowflakes import Snowflakes
from tests.discord.users import User
from tests.discord.world import World


@dataclass(eq=False)
class Discord:
    """The stand-in: build a world, let people act in it, and make trouble."""

    world: World
    rest: Rest
    token: str
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
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def violations(self) -> list[str]:
        """Where what the bot sent is not what Discord's description of its API allows."""
        return self.rest.conformance.found

    def add_guild(self, name: str, *, boosts: int = 0, shard: int | None = None) -> Guild:
        """Make a guild with the bot in it; while the bot is connected, it is let in now."""
        ids, shards = self.world.ids, self.gateway.recommended_shards
        guild = Guild(self.world, ids.next() if shard is None else ids.next_on(shard, shards), name, boosts)
        self.world.guilds[guild.id] = guild
        self.world.announce("GUILD_CREATE", guild.payload, guild)
        return guild

    def calls(self, pattern: str) -> list[Call]:
        """The requests of this kind that came so far: `discord.calls("PUT /applications/*/commands")`."""
        return [call for call in self.rest.calls if call.matches(pattern)]

    async def called(self, pattern: str, times: int = 1, *, within: float = 5.0) -> list[Call]:
        """Wait for so many requests of this kind to be answered."""

        def look() -> list[Call] | None:
            found = [call for call in self.calls(pattern) if call.status is not None]
            return found if len(found) >= times else None

        return await self.world.bell.until(
            look, within=within, wanted=lambda: f"only {len(self.calls(pattern))} times {pattern}"
        )

    def move_clock(self, by: timedelta) -> None:
        """Let this much time pass at once."""
        self.world.clock.move(by)

    def limit(self, pattern: str, requests: int, *, per: float) -> None:
        """Set the rate limit of a route: so many requests in so many seconds."""
        self.rest.limits.set_for[pattern] = (requests, per)
        self.rest.limits.buckets.clear()

    def limit_all(self, requests: int, *, per: float) -> None:
        """Set the limit of all requests together: 50 in a second on the real thing."""
        self.rest.limits.overall = Bucket(requests, per)

    def fail(
        self,
        pattern: str,
        *,
        status: int | None = None,
        problem: Problem | None = None,
        times: int = 1,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fault:
        """Answer the next requests of this kind with a status, or with one of Discord's errors, and do nothing."""
        if problem is not None:
            status, code, message = problem.value
            body = {"message": message, "code": code}
        return self.rest.faults.add(Fault(pattern, times, status=status or 503, body=body, headers=headers or {}))

    def rate_limit(self, pattern: str, *, retry_after: float, times: int = 1, is_global: bool = False) -> Fault:
        """Answer the next requests of this kind with a 429."""
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": is_global}
        headers = {"Retry-After": str(int(retry_after) + 1), "X-RateLimit-Scope": "global" if is_global else "shared"}
        return self.fail(pattern, status=429, times=times, body=body, headers=headers)

    def drop(self, pattern: str, *, times: int = 1) -> Fault:
        """Take the next requests of this kind and break the connection without acting.

        aiohttp repeats a GET, PUT or DELETE by itself where the connection had been used before.
        """
        return self.rest.faults.add(Fault(pattern, times, drops_request=True))

    def lose_answer(self, pattern: str, *, times: int = 1) -> Fault:
        """Do what the next requests of this kind ask for, and break the connection instead of saying so."""
        return self.rest.faults.add(Fault(pattern, times, drops_answer=True))

    def delay(self, pattern: str, seconds: float, *, times: int = 1) -> Fault:
        """Take this long before acting on the next requests of this kind."""
        return self.rest.faults.add(Fault(pattern, times, seconds=seconds))

    def hold(self, pattern: str, *, times: int = 1) -> Fault:
        """Let the next requests of this kind wait until the test says `fault.gate.set()`."""
        return self.rest.faults.add(Fault(pattern, times, gate=asyncio.Event()))

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Let nothing be reached: connections break, and new ones, too."""
        self.rest.is_out = self.gateway.is_out = True
        self.gateway.cut()
        try:
            yield
        finally:
            self.rest.is_out = self.gateway.is_out = False


@asynccontextmanager
async def open_discord(*, shards: int = 1, patience: float = 3.0, heartbeat: float = 41.25) -> AsyncIterator[Discord]:
    """Serve a new, empty Discord until the block ends; complain then of what it would not have taken.

    `patience` is how many seconds people wait for the first answer to what they do, `heartbeat` how many there are
    between two heartbeats of the gateway.
    """
    clock = Clock()
    ids = Snowflakes(clock)
    bot = User(ids.next(), "sora", is_bot=True)
    world = World(clock, ids, Bell(), Files(clock, ids), bot, application_id=bot.id)
    world.gateway = Gateway(world, recommended_shards=shards, heartbeat_seconds=heartbeat)
    world.commands = CommandBook(world)
    world.interactions = Interactions(world, patience)
    token = f"stand-in.{secrets.token_urlsafe(24)}"
    discord = Discord(world, Rest(world, token), token)
    runner = web.AppRunner(_app(discord), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        discord.origin = world.files.origin = f"http://127.0.0.1:{port}"
        world.gateway.url = f"ws://127.0.0.1:{port}/gateway"
        yield discord
    finally:
        world.gateway.cut()
        await runner.cleanup()
    assert not discord.rest.unknown, f"the stand-in does not know these routes: {discord.rest.unknown}"
    assert not discord.violations, "Discord would not have taken this:\n" + "\n".join(discord.violations)


def _app(discord: Discord) -> web.Application:
    app = web.Application(client_max_size=1 << 30)
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
