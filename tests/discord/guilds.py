"""Guilds: their roles, their members, their channels, and the bot's place in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord import permissions
from tests.discord.errors import Impossible
from tests.discord.files import MIB, UPLOAD_LIMIT
from tests.discord.members import Member, Role
from tests.discord.permissions import Permission
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.channels import Channel
    from tests.discord.people import Person
    from tests.discord.world import World

# Boosts, the tier they make, and how large a file may be there.
TIERS: Final = ((14, 3, 100 * MIB), (7, 2, 50 * MIB), (2, 1, UPLOAD_LIMIT), (0, 0, UPLOAD_LIMIT))


@dataclass(eq=False)
class Guild:
    """A guild. The bot is in it unless it was kicked out; somebody else owns it and may do everything."""

    world: World
    id: int
    name: str
    owner: Person
    boosts: int = 0
    has_bot: bool = True
    has_commands: bool = True
    """Whether the bot's commands are offered: they can be added to a guild without the bot itself."""
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    upload_limit: int = 0
    """How large a file may be here, in bytes."""
    announced_upload_limit: int | None = None
    """What interactions say the limit is, where that is not so (discord/discord-api-docs#7603)."""
    system_channel: Channel | None = None

    def __post_init__(self) -> None:
        self.upload_limit = next(limit for least, _, limit in TIERS if self.boosts >= least)
        self.roles[self.id] = Role(self.id, "@everyone", permissions.EVERYONE, position=0)
        bot_role = Role(self.world.ids.next(), self.world.bot.name, permissions.EVERYONE, of_bot=self.world.bot)
        self.roles[bot_role.id] = bot_role
        self._join(self.owner, [])
        self._join(self.world.bot, [bot_role])

    def __repr__(self) -> str:
        return self.name

    @property
    def everyone(self) -> Role:
        return self.roles[self.id]

    @property
    def tier(self) -> int:
        return next(tier for boosts, tier, _ in TIERS if self.boosts >= boosts)

    @property
    def channels(self) -> list[Channel]:
        """Its channels and threads."""
        return [channel for channel in self.world.channels.values() if channel.guild is self]

    def boost(self, boosts: int) -> None:
        """Change how often the guild is boosted, and with it how large files may be."""
        self.boosts = boosts
        self.upload_limit = next(limit for least, _, limit in TIERS if boosts >= least)
        self._updated()

    def add_channel(self, name: str, *, is_system: bool = False) -> Channel:
        """Make a text channel; the guild's own news stand in its system channel."""
        from tests.discord.channels import Channel

        channel = Channel(self.world, self.world.ids.next(), name, self)
        self.world.channels[channel.id] = channel
        self.world.announce("CHANNEL_CREATE", channel.payload, self)
        if is_system:
            self.system_channel = channel
            self._updated()
        return channel

    def add_role(self, name: str, *allowed: str, mentionable: bool = False) -> Role:
        """Make a role that adds these permissions to what everyone may do."""
        role = Role(self.world.ids.next(), name, permissions.named(allowed), mentionable=mentionable)
        self.roles[role.id] = role
        self.world.announce("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.payload}, self)
        return role

    def add_person(
        self, name: str | Person, roles: Iterable[Role | str] = (), *, manages_guild: bool = False
    ) -> Person:
        """Let somebody in: a new person by name, or one who is elsewhere already. Roles are made when first named."""
        person = self.world.new_person(name) if isinstance(name, str) else name
        given = [self._role(role) for role in roles]
        if manages_guild:
            given.append(self._role("managers", "manage_guild"))
        self._join(person, given)
        return person

    def give(self, person: Person, role: Role | str) -> None:
        """Give somebody another role."""
        self.members[person.id].roles.append(self._role(role))

    def take(self, person: Person, role: Role | str) -> None:
        self.members[person.id].roles.remove(self._role(role))

    def remove_person(self, person: Person) -> None:
        """Let somebody leave."""
        del self.members[person.id]

    def kick_bot(self, *, keep_commands: bool = False) -> None:
        """Throw the bot out: from now on it has no access here.

        With its commands kept, this is as if somebody had added it with the scope applications.commands alone.
        """
        self.has_bot, self.has_commands = False, keep_commands
        del self.members[self.world.bot.id]
        self.world.announce("GUILD_DELETE", {"id": str(self.id)}, self)

    def admit_bot(self) -> None:
        """Let the bot in again, as when somebody follows its invitation."""
        if self.has_bot:
            raise Impossible(f"the bot is in {self} already")
        self.has_bot = self.has_commands = True
        self._join(self.world.bot, [role for role in self.roles.values() if role.of_bot])
        self.world.announce("GUILD_CREATE", self.payload, self)

    def base_permissions(self, user: User) -> Permission:
        """What somebody may do before a channel has its say."""
        if user is self.owner:
            return permissions.ALL
        member = self.members.get(user.id)
        if member is None:
            return permissions.NONE
        found = self.everyone.permissions
        for role in member.roles:
            found |= role.permissions
        return found

    def _join(self, user: User, roles: list[Role]) -> None:
        self.members[user.id] = Member(user, self.world.clock.now(), roles)

    def _role(self, role: Role | str, *allowed: str) -> Role:
        if isinstance(role, Role):
            return role
        known = next((one for one in self.roles.values() if one.name == role), None)
        return known or self.add_role(role, *allowed)

    def _updated(self) -> None:
        self.world.announce("GUILD_UPDATE", self.rest_payload, self)

    @property
    def payload(self) -> dict[str, Any]:
        """What GUILD_CREATE carries."""
        from tests.discord.threads import Thread

        threads = [channel for channel in self.channels if isinstance(channel, Thread)]
        members = [self.members[self.world.bot.id].full_payload] if self.has_bot else []
        return self.rest_payload | {
            "joined_at": self.world.clock.now().isoformat(),
            "large": False,
            "member_count": len(self.members),
            "members": members,
            "channels": [channel.payload for channel in self.channels if channel not in threads],
            "threads": [thread.payload for thread in threads if not thread.archived],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    @property
    def rest_payload(self) -> dict[str, Any]:
        """The guild object."""
        nothing = (
            "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
            "afk_channel_id", "widget_channel_id", "rules_channel_id", "safety_alerts_channel_id",
            "public_updates_channel_id", "vanity_url_code", "max_presences", "incidents_data",
        )  # fmt: skip
        return dict.fromkeys(nothing) | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "system_channel_id": None if self.system_channel is None else str(self.system_channel.id),
            "region": "deprecated",
            "preferred_locale": "en-US",
            "roles": [role.payload for role in self.roles.values()],
            "premium_tier": self.tier,
            "premium_subscription_count": self.boosts,
            "premium_progress_bar_enabled": False,
            "emojis": [],
            "stickers": [],
            "features": [],
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "widget_enabled": False,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "max_members": 500000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "nsfw": False,
            "nsfw_level": 0,
        }
