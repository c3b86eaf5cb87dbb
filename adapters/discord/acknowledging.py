"""The first answer to an interaction: that an answer will come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import aiohttp
import discord

ALREADY_ACKNOWLEDGED: Final = 40060


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """`is_ours`: whether it was surely us who told Discord. `message` is what says "thinking…", where it told us.

    Discord may say that it had been told already: by a try of discord.py whose answer was lost, or by another process
    that hears the same shard. Nobody can tell which, and in the first case people would wait for ever; so work goes on.
    """

    is_ours: bool
    message: int | None = None


async def acknowledge(
    interaction: discord.Interaction[discord.Client], *, ephemeral: bool = False, thinking: bool = False
) -> Acknowledged:
    """Tell Discord that an answer comes; a lost answer of its own is asked for once more."""
    was_lost = False
    while True:
        try:
            told = await interaction.response.defer(ephemeral=ephemeral, thinking=thinking)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            return Acknowledged(is_ours=was_lost)
        except (aiohttp.ClientError, OSError, TimeoutError):
            if was_lost:
                raise
            was_lost = True
        else:
            return Acknowledged(is_ours=True, message=None if told is None else told.message_id)


def is_taken(error: discord.HTTPException) -> bool:
    """Whether Discord has had a first answer to this interaction."""
    return error.code == ALREADY_ACKNOWLEDGED
