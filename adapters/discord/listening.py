"""Stays connected to the gateway: one client of discord.py after another, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket, KeepAliveHandler

from adapters.discord.client import SoraClient
from adapters.discord.login import CLOSING, close, log_in
from adapters.discord.login_settings import DiscordLogin
from adapters.discord.pace import Pace
from adapters.discord.reaching import until_reached
from adapters.discord.refused import TokenRefused
from adapters.discord.standing import Standing

log = structlog.get_logger()

TOKEN_REFUSED: Final = 4004
ADVICE: Final = {
    TOKEN_REFUSED: "the token is tried again; if it was reset, the bot stops",
    4010: "SORA_DISCORD_SHARD_IDS and SORA_DISCORD_SHARD_COUNT do not fit each other",
    4011: "the bot is in too many servers for its shards; where SORA_DISCORD_SHARD_COUNT is set, raise it",
    4013: "this is a bug: please report it",
    4014: "this is a bug: please report it",
}
"""Why the gateway closes for good, for the operator: https://docs.discord.com/developers/topics/opcodes-and-status-codes"""

GLANCE: Final = 1.0
"""Seconds between two looks at whether a shard has been away for too long."""


class NoStartsLeft(Exception):
    """Discord would reset the token of a bot that begins more sessions than it may."""

    def __init__(self, again_in: float) -> None:
        super().__init__(again_in)
        self.again_in = again_in


@dataclass(slots=True)
class Listening:
    """Hears what people do; `make_client` gives a new client for each life, which ends when discord.py gives up.

    discord.py reconnects by itself after what is usual. It closes its client for good when the gateway wants other
    shards, or the token no more, and it may wait for very long after an outage; so that is not left to it.
    """

    login: DiscordLogin
    standing: Standing
    make_client: Callable[[], SoraClient]
    client: SoraClient | None = None

    @property
    def pace(self) -> Pace:
        """How patient we are."""
        return self.login.pace

    async def run(self) -> None:
        """Be connected until cancelled."""
        short_lives = 0
        while True:
            began = time.monotonic()
            self.standing.begin()
            pause = await self._live()
            short_lives = 0 if time.monotonic() - began > self.pace.steady else short_lives
            wait = max(pause, self.pace.lives[min(short_lives, len(self.pace.lives) - 1)])
            short_lives += 1
            log.warning("discord_gateway_begins_anew", in_seconds=wait)
            await asyncio.sleep(wait)

    async def settle(self) -> None:
        """Hear nothing new, and finish what is under way."""
        if self.client is not None:
            await self.client.settle(self.pace.farewell)

    async def _live(self) -> float:
        """One client, from its login to its end; the seconds Discord wants to be left alone afterwards."""
        client = self.client = self.make_client()
        try:
            await log_in(client, self.login)
            await self._choose_shards(client)
            await _connected(client, self._given_up())
        except TokenRefused:
            self.standing.doubted.set()  # whoever watches over the token looks whether that is so
        except NoStartsLeft as error:
            log.error("discord_session_starts_used_up", again_in_seconds=error.again_in)  # noqa: TRY400 - no fault of ours
            return error.again_in
        except discord.ConnectionClosed as error:
            log.error("discord_gateway_closed", code=error.code, advice=ADVICE.get(error.code))  # noqa: TRY400 - as above
            if error.code == TOKEN_REFUSED:
                self.standing.doubted.set()
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("discord_gateway_away", error=type(error).__name__)
        except Exception:
            log.exception("discord_gateway_failed")
        finally:
            await close(client)
        return 0.0

    async def _choose_shards(self, client: SoraClient) -> None:
        """As many as set, or as Discord recommends now. Raises `NoStartsLeft`."""
        count, url, starts = await until_reached(client.http.get_bot_gateway, self.pace)
        client.shard_count = self.login.shard_count or count
        shards = len(client.shard_ids or range(client.shard_count))
        self.standing.begin(shards)
        if starts["remaining"] < shards:
            raise NoStartsLeft(max(1.0, starts["reset_after"] / 1000))
        # discord.py has no setting for it, and comes back to this address whenever a session is over.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.login.gateway_url or url)

    async def _given_up(self) -> None:
        """Return when a shard has been away for longer than discord.py should need."""
        while self.standing.longest_away() < self.pace.deaf:  # noqa: ASYNC110 - time itself is what is waited for
            await asyncio.sleep(min(GLANCE, self.pace.deaf))
        log.warning("discord_gateway_deaf", seconds=round(self.standing.longest_away()))


async def _connected(client: SoraClient, given_up: Coroutine[Any, Any, None]) -> None:
    """Connect, and return or raise what that ends with; or return when it is given up. The client is closed then."""
    connecting = asyncio.create_task(client.connect(), name="discord gateway")
    waiting = asyncio.create_task(given_up, name="discord gateway given up")
    try:
        await asyncio.wait({connecting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            connecting.result()
    finally:
        waiting.cancel()
        # Closed before it is cancelled: while discord.py connects again it swallows a cancellation, and would go on.
        await close(client)
        await _over(connecting)
        await _close_forgotten()


async def _close_forgotten() -> None:
    """Close what was given up before it was complete: discord.py forgets such a connection, and its heart beats on."""
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler) and thread.ws.loop is asyncio.get_running_loop():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await thread.ws.close()


async def _over(task: asyncio.Task[None]) -> None:
    """End a task, even one that does not let itself be cancelled at once."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=1)
    if not task.cancelled():
        task.exception()  # looked at, so that nobody complains that it never was
