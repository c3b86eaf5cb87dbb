"""Opens the connection to Discord: the token is tried first, so that a wrong one is a sentence and not a retry."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import discord
import structlog
from discord.http import Route

from adapters.background import background
from adapters.discord.answering import Answering
from adapters.discord.client import INTENTS, SoraClient
from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.listening import Listening
from adapters.discord.login import close, is_worth_waiting, log_in, try_to_log_in
from adapters.discord.login_settings import DiscordLogin
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.pausing import PausingMessenger
from adapters.discord.permissions import invite_address
from adapters.discord.reaching import until_reached
from adapters.discord.refused import TokenRefused
from adapters.discord.standing import Standing, watching
from bot.ports import Clock

log = structlog.get_logger()

SECOND_LOOKS: Final = (0.0, 1.0, 3.0)
"""Seconds before each look at whether a token is refused indeed: Discord has refused good ones when it was unwell."""


@dataclass(frozen=True, slots=True)
class DiscordConnection:
    """Good for posting once Discord has taken the token; `serving` opens the gateway."""

    login: DiscordLogin
    rest: discord.Client
    limits: PlaceLimits
    standing: Standing

    @property
    def application_id(self) -> int:
        """The application's id."""
        assert self.rest.application_id is not None  # known since the login
        return self.rest.application_id

    def messenger(self) -> PausingMessenger:
        """The port `Messenger`, good for as long as the connection is open."""
        return PausingMessenger(DiscordMessenger(self.rest, self.limits), self.standing)

    @asynccontextmanager
    async def serving(self, answering: Answering, register: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
        """Answer people while inside. `register` makes the commands known, once Discord is there."""
        listening = Listening(self.login, self.standing, lambda: self._client(answering))
        async with background(self._registered(register), listening.run()):
            try:
                yield
            finally:
                await listening.settle()

    def _client(self, answering: Answering) -> SoraClient:
        return SoraClient(
            answering,
            self.limits,
            self.standing,
            heartbeat=self.login.pace.heartbeat,
            guild_ready_timeout=self.login.pace.greeting,
            shard_count=self.login.shard_count,
            shard_ids=list(self.login.shard_ids) or None,
        )

    async def _registered(self, register: Callable[[], Awaitable[object]]) -> None:
        """Without changed commands the bot is still of use, so what Discord refuses here ends nothing."""
        await self.standing.reached.wait()
        log.info("discord_knows_the_bot", invite=invite_address(self.application_id))
        try:
            await until_reached(register, self.login.pace)
        except discord.HTTPException as error:
            advice = "is the bot in the server that SORA_DISCORD_GUILD names?" if error.status in {403, 404} else None
            log.error("discord_commands_refused", status=error.status, code=error.code, advice=advice)  # noqa: TRY400 - the code says it all

    async def keep(self) -> None:
        """Log in where that is still to be done, then watch over the token. Raises `TokenRefused` when that is dead."""
        if not self.standing.reached.is_set():
            await log_in(self.rest, self.login)
            self.standing.reached.set()
        while True:
            await self.standing.doubted.wait()
            await self._look_again()
            self.standing.doubted.clear()

    async def _look_again(self) -> None:
        for wait in SECOND_LOOKS:
            await asyncio.sleep(wait)
            try:
                await until_reached(self._ask_who_we_are, self.login.pace, waits_for=_is_no_refusal)
            except discord.HTTPException:
                log.warning("discord_token_refused")
            else:
                return
        raise TokenRefused

    async def _ask_who_we_are(self) -> None:
        await self.rest.http.request(Route("GET", "/users/@me"))


def _is_no_refusal(error: BaseException) -> bool:
    return is_worth_waiting(error) and getattr(error, "status", None) != 401


@asynccontextmanager
async def open_discord(login: DiscordLogin, clock: Clock) -> AsyncIterator[DiscordConnection]:
    """Log in, and stay so until the block ends. Raises `TokenRefused`, also later, when the token is reset.

    Where Discord cannot be reached, the block begins all the same, and the login goes on beside it.
    """
    # discord.py has no setting for it: this is where everybody with a proxy in front of Discord puts its address.
    if login.api_url is not None:
        Route.BASE = login.api_url.rstrip("/")
    logging.getLogger("discord").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody misses what voice would need
    standing = Standing(has_gateway=login.has_gateway)
    rest = discord.Client(
        intents=INTENTS,
        max_ratelimit_timeout=60,
        allowed_mentions=discord.AllowedMentions.none(),
        http_trace=watching(standing),
    )
    connection = DiscordConnection(login, rest, PlaceLimits(clock), standing)
    try:
        await _first_try(rest, login, standing)
        async with background(connection.keep()):
            yield connection
    finally:
        await close(rest)


async def _first_try(rest: discord.Client, login: DiscordLogin, standing: Standing) -> None:
    try:
        async with asyncio.timeout(login.pace.login):
            await try_to_log_in(rest, login)
    except Exception as error:
        if not is_worth_waiting(error):
            raise
        log.warning("discord_not_reached", error=type(error).__name__)
    else:
        standing.reached.set()
