"""Everything there is in the stand-in's Discord, and how news of it spreads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.bell import Bell
from tests.discord.clock import Clock
from tests.discord.errors import ApiError, Problem
from tests.discord.files import Files
from tests.discord.snowflakes import Snowflakes
from tests.discord.users import User

if TYPE_CHECKING:  # these modules need the world in turn
    from tests.discord.channels import Channel
    from tests.discord.commands import CommandBook
    from tests.discord.direct import DirectChannel
    from tests.discord.gateway import Gateway
    from tests.discord.guilds import Guild
    from tests.discord.interactions import Interactions
    from tests.discord.people import Person


@dataclass(eq=False)
class World:
    """The one place where ids lead to things."""

    clock: Clock
    ids: Snowflakes
    bell: Bell
    files: Files
    bot: User
    application_id: int
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    gateway: Gateway = field(init=False)
    commands: CommandBook = field(init=False)
    interactions: Interactions = field(init=False)

    def announce(self, event: str, payload: dict[str, Any], guild: Guild | None) -> None:
        """Tell the bot, on the shard of the guild, and ring for everybody who waits."""
        if guild is None or guild.has_bot or event == "GUILD_DELETE":
            self.gateway.dispatch(event, payload, None if guild is None else guild.id)
        self.bell.ring()

    def channel(self, channel_id: int) -> Channel:
        """Find a channel, or refuse as the API does."""
        if channel_id not in self.channels:
            raise ApiError(Problem.UNKNOWN_CHANNEL)
        return self.channels[channel_id]

    def guild(self, guild_id: int) -> Guild:
        """Find a guild the bot is in, or refuse as the API does."""
        if guild_id not in self.guilds:
            raise ApiError(Problem.UNKNOWN_GUILD)
        if not self.guilds[guild_id].has_bot:
            raise ApiError(Problem.MISSING_ACCESS)
        return self.guilds[guild_id]

    def new_person(self, name: str) -> Person:
        from tests.discord.people import Person

        person = Person(self.ids.next(), name, world=self)
        self.people[person.id] = person
        return person

    def direct_channel(self, person: Person) -> DirectChannel:
        """The channel between a person and the bot; it is made when it is first needed."""
        from tests.discord.direct import DirectChannel

        for channel in self.channels.values():
            if isinstance(channel, DirectChannel) and channel.person is person:
                return channel
        made = DirectChannel(self, self.ids.next(), person.name, person=person)
        self.channels[made.id] = made
        return made
