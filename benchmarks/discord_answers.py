"""How soon people on Discord are answered: the real command with discord.py, against the stand-in for Discord."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import quantiles
from typing import Final

from benchmarks.crowds import Crowd
from benchmarks.running_bot import running_bot
from benchmarks.standin_process import open_standins
from tests.discord.calls import Call
from tests.discord.channels import Channel
from tests.discord.conformance import Conformance
from tests.discord.people import Person
from tests.discord.stand_in import Discord, open_discord

PATIENCE: Final = 30.0
"""Seconds that people wait for an answer here, so that late ones are counted as what they are."""

NO_LIMIT: Final = (1_000_000, 1.0)


class Unchecked(Conformance):
    """What the bot sends is compared with Discord's description in the tests; here that would be measured."""

    def request(self, call: Call) -> None:
        """Look at nothing."""


async def measure_discord_acknowledgement(crowd: Crowd) -> float:
    """Seconds from what somebody does to the bot's first answer, for all but the slowest hundredth."""
    with tempfile.TemporaryDirectory() as name:
        async with open_standins(delay=2, lengths=[50_000]) as provider, open_discord(patience=PATIENCE) as discord:
            discord.rest.conformance = Unchecked()
            discord.rest.limits.usual = NO_LIMIT
            guild = discord.add_guild("Film club")
            channels = [guild.add_channel(f"videos-{number}") for number in range(10)]
            people = [guild.add_person(f"person{number}") for number in range(crowd.people)]
            async with running_bot(Path(name), _settings(Path(name), provider, discord)):
                await discord.commands.registered("sora create", guild, within=PATIENCE)
                await discord.gateway.connected(within=PATIENCE)
                await _ask(people[0], channels[0], 1)
                waits = await asyncio.gather(
                    *(_ask(person, channels[place % 10], crowd.videos) for place, person in enumerate(people))
                )
    return quantiles([wait for each in waits for wait in each], n=100)[98]


async def _ask(person: Person, channel: Channel, videos: int) -> list[float]:
    return [
        (await person.slash(channel, "sora create", prompt=f"a red kite, {number}")).acknowledged_after
        for number in range(videos)
    ]


def _settings(folder: Path, provider: str, discord: Discord) -> Mapping[str, str]:
    return {
        "SORA_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SORA_APIXO_API_KEY": "no-key",
        "SORA_APIXO_BASE_URL": f"{provider}/api/v1",
        "SORA_TRUSTED_HOSTS": "127.0.0.1",
        "SORA_DAILY_VIDEOS": "1000000",
        "SORA_DISCORD_TOKEN": discord.token,
        "SORA_DISCORD_API_URL": discord.api_url,
        "SORA_DISCORD_GATEWAY_URL": discord.gateway_url,
    }
