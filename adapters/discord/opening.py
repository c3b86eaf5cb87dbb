"""Opens the connection to Discord: the token is tried first, so that a wrong one is a sentence and not a retry."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.background import background
from adapters.discord.answering import Answering
from adapters.discord.client import SoraClient
from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.refused import TokenRefused

log = structlog.get_logger()

T = TypeVar("T")

WAITS: Final = (1, 2, 5, 10, 30)
"""Seconds between two tries to reach Discord; the last one for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordLogin:
    """How to get in. `api_url` (with its version) and `gateway_url`: a proxy in front of Discord, or a stand-in.

    `shard_ids` of `shard_count` are this process's; without them it takes as many shards as Discord recommends.
    """

    token: str
    api_url: str | None = None
    gateway_url: str | None = None
    shard_ids: tuple[int, ...] = ()
    shard_count: int | None = None


@dataclass(frozen=True, slots=True)
class DiscordConnection:
    """Logged in for REST; `serving` opens the gateway."""

    login: DiscordLogin
    rest: discord.Client
    limits: PlaceLimits = field(default_factory=PlaceLimits)

    @property
    def application_id(self) -> int:
        """The application's id."""
        assert self.rest.application_id is not None  # known since the login
        return self.rest.application_id

    def messenger(self) -> DiscordMessenger:
        """The port `Messenger`, good for as long as the connection is open."""
        return DiscordMessenger(self.rest, self.limits)

    @asynccontextmanager
    async def serving(self, answering: Answering, register: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
        """Answer people while inside. `register` makes the commands known and is tried until Discord takes them."""
        client = SoraClient(
            self.limits, shard_count=self.login.shard_count, shard_ids=list(self.login.shard_ids) or None
        )
        client.answering = answering
        await _log_in(client, self.login)
        try:
            async with background(self._listen(client), _registered(register)):
                yield
        finally:
            await client.close()

    async def _listen(self, client: SoraClient) -> None:
        """Connect and stay connected. discord.py reconnects by itself; what it gives up on is said in the log."""
        count, url, _ = await _until_reached(client.http.get_bot_gateway)
        client.shard_count = client.shard_count or count
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.login.gateway_url or url)
        while not client.is_closed():
            try:
                await client.connect()
            except discord.ConnectionClosed as error:
                log.error("discord_gateway_closed", code=error.code)  # noqa: TRY400 - the code says it all
                return
            except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
                log.warning("discord_gateway_away", error=type(error).__name__)
                await asyncio.sleep(WAITS[-1])


@asynccontextmanager
async def open_discord(login: DiscordLogin) -> AsyncIterator[DiscordConnection]:
    """Log in, and stay so until the block ends. Raises `TokenRefused`."""
    # discord.py has no setting for it: this is where everybody with a proxy in front of Discord puts its address.
    if login.api_url is not None:
        Route.BASE = login.api_url.rstrip("/")
    logging.getLogger("discord").setLevel(logging.WARNING)
    rest = discord.Client(
        intents=discord.Intents.none(), max_ratelimit_timeout=60, allowed_mentions=discord.AllowedMentions.none()
    )
    await _log_in(rest, login)
    try:
        yield DiscordConnection(login, rest)
    finally:
        await rest.close()


async def _log_in(client: discord.Client, login: DiscordLogin) -> None:
    try:
        await _until_reached(lambda: client.login(login.token))
    except discord.LoginFailure:
        await client.close()
        raise TokenRefused from None


async def _registered(register: Callable[[], Awaitable[object]]) -> None:
    await _until_reached(register)


async def _until_reached(call: Callable[[], Awaitable[T]]) -> T:
    """What the call returns, once Discord is there."""
    tries = 0
    while True:
        try:
            return await call()
        except (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
            wait = WAITS[min(tries, len(WAITS) - 1)]
            log.warning("discord_away", error=type(error).__name__, next_try_in_seconds=wait)
            tries += 1
            await asyncio.sleep(wait)
