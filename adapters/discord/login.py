"""Logging in to Discord, and out again."""

from __future__ import annotations

import asyncio
from typing import Final

import discord

from adapters.discord.login_settings import DiscordLogin
from adapters.discord.reaching import is_away, until_reached
from adapters.discord.refused import TokenRefused

CLOSING: Final = 3.0
"""Seconds for saying goodbye; a peer that is gone would let us wait for half a minute."""


async def log_in(client: discord.Client, login: DiscordLogin) -> None:
    """Log in, however long it takes until Discord is there. Raises `TokenRefused`."""
    await until_reached(lambda: try_to_log_in(client, login), login.pace, waits_for=is_worth_waiting)


async def try_to_log_in(client: discord.Client, login: DiscordLogin) -> None:
    """Log in. Raises `TokenRefused`, and what discord.py raises where Discord is not reached."""
    try:
        await client.login(login.token)
    except BaseException as error:
        # Each login of discord.py opens a session and forgets the one before; a closed connector is of no use.
        await client.http.close()
        client.http.connector = discord.utils.MISSING
        if isinstance(error, discord.LoginFailure):
            raise TokenRefused from None
        raise


def is_worth_waiting(error: BaseException) -> bool:
    """Whether another try may succeed: everything but a wrong token, a wrong address of a proxy included."""
    return is_away(error) or isinstance(error, discord.HTTPException)


async def close(client: discord.Client) -> None:
    """Say goodbye, within moments."""
    try:
        async with asyncio.timeout(CLOSING):
            await client.close()
    except TimeoutError:
        await client.http.close()
