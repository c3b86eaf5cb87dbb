"""A small world to begin a test with."""

from __future__ import annotations

from dataclasses import dataclass

from tests.discord.channels import Channel
from tests.discord.guilds import Guild
from tests.discord.people import Person
from tests.discord.stand_in import Discord


@dataclass(frozen=True, slots=True)
class Studio:
    """A guild with a channel and two people."""

    guild: Guild
    videos: Channel
    ann: Person
    bob: Person


def new_studio(discord: Discord) -> Studio:
    guild = discord.add_guild("Studio")
    return Studio(guild, guild.add_channel("videos"), guild.add_person("ann"), guild.add_person("bob"))
