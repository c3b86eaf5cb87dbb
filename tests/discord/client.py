"""Points discord.py at the stand-in. The only place beside the tests that imports it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.discord.stand_in import Discord


@contextmanager
def lead_discord_py_to(discord: Discord) -> Iterator[None]:
    """Let every client of discord.py speak to the stand-in until the block ends.

    The address of the gateway is set beside that of the API because discord.py asks for the gateway only when it
    chooses the number of shards itself, and goes back to this one whenever a session is over.
    """
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = discord.api_url, URL(discord.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway
