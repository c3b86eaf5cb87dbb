"""Trying until Discord is there, at a polite pace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import aiohttp
import discord
import structlog

from adapters.discord.pace import Pace

log = structlog.get_logger()

T = TypeVar("T")

BANNED: Final = frozenset({403, 429})
"""What Cloudflare answers in Discord's name to an address that asked too often, or that it does not like."""

PENANCE: Final = 30.0
"""Seconds to wait at least after that; whoever goes on is kept out for longer."""

LONGEST: Final = 900.0


def is_away(error: BaseException) -> bool:
    """Whether this is no answer of Discord's: nobody there, or somebody before it who lets nothing through."""
    match error:
        case discord.DiscordServerError() | discord.RateLimited() | discord.GatewayNotFound():
            return True
        case discord.HTTPException():
            return error.status == 429 or _is_ban(error)
        case aiohttp.ClientError() | OSError() | TimeoutError():
            return True
        case _:
            return False


async def until_reached(
    call: Callable[[], Awaitable[T]], pace: Pace, *, waits_for: Callable[[BaseException], bool] = is_away
) -> T:
    """What the call returns, once Discord is there. What is not worth waiting for is raised."""
    tries = 0
    while True:
        try:
            return await call()
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            if not waits_for(error):
                raise
            wait = max(pace.waits[min(tries, len(pace.waits) - 1)], _asked_for(error))
            status = getattr(error, "status", None)
            log.warning("discord_away", error=type(error).__name__, status=status, again_in_seconds=wait)
            tries += 1
            await asyncio.sleep(wait)


def _is_ban(error: discord.HTTPException) -> bool:
    """Discord's own refusals have a code."""
    return error.status in BANNED and error.code == 0


def _asked_for(error: BaseException) -> float:
    """How long we were asked to wait."""
    match error:
        case discord.RateLimited():
            return min(error.retry_after, LONGEST)
        case discord.HTTPException() if error.status in BANNED:
            said = error.response.headers.get("Retry-After", "")
            return min(max(PENANCE, float(said)), LONGEST) if said.isdecimal() else PENANCE
        case _:
            return 0.0
