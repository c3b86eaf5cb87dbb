"""A stand-in, a small world in it, and discord.py led there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from tests.discord.client import lead_discord_py_to
from tests.discord.small_bot import SmallBot, running
from tests.discord.stand_in import Discord, open_discord
from tests.discord.studio import Studio, new_studio


@pytest.fixture
async def stand_in() -> AsyncIterator[Discord]:
    """A stand-in that compares its own answers with Discord's description, too."""
    async with open_discord() as stand_in:
        stand_in.rest.conformance.checks_answers = True
        with lead_discord_py_to(stand_in):
            yield stand_in
        assert stand_in.rest.conformance.own == []


@pytest.fixture
def studio(stand_in: Discord) -> Studio:
    return new_studio(stand_in)


@pytest.fixture
async def bot(stand_in: Discord, studio: Studio) -> AsyncIterator[SmallBot]:
    """The small bot, connected."""
    bot = SmallBot()
    async with running(stand_in, bot):
        yield bot


@pytest.fixture
async def rest(stand_in: Discord) -> AsyncIterator[discord.Client]:
    """A client of discord.py that is logged in and not connected."""
    client = discord.Client(intents=discord.Intents.none())
    async with client:
        await client.login(stand_in.token)
        yield client
