"""Guilds: their roles, their members, their channels, and the bot's place in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from tests.discord import permissions
from tests.discord.files import MIB, UPLOAD_LIMIT
from tests.discord.permissions import Permission
from tests.discord.snowflakes import made_at
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.channels import Channel
    from tests.discord.people import Person
    from tests.discord.world import World

# Boosts, the tier they make, and how large a file may be there.
TIERS: Final = ((14, 3, 100 * MIB), (7, 2, 50 * MIB), (2, 1, UPLOAD_LIMIT), (0, 0, UPLOAD_LIMIT))


@dataclass(eq=False)
class Role:
    """A role of a guild."""

    id: int
    name: str
    permissions: Permission
    position: int = 1
    mentionable: bool = False
    of_bot: User | None = None

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    @property
    def payload(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "id": str(self.id),
            "name": self.name,
            "description": None,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.of_bot is not None,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        return body | {"tags": {"bot_id": str(self.of_bot.id)}} if self.of_bot else body


@dataclass(eq=False)
class Member:
    """An account in a guild."""

    user: User
    joined: datetime
    roles: list[Role] = field(default_factory=list)

    @property
    def payload(self) -> dict[str, Any]:
        """The member object without its user."""
        return {
            "roles": [str(role.id) for role in self.roles],
            "joined_at": self.joined.isoformat(),
            "nick": None,
            "avatar": None,
            "banner": None,
            "premium_since": None,
            "communication_disabled_until": None,
            "pending": False,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    @property
    def full_payload(self) -> dict[str, Any]:
        return self.payload | {"user": self.user.user_payload}


@dataclass(eq=False)
class Guild:
    """A guild. The bot is in it unless it was kicked out or not let in yet."""

    world: World
    id: int
    name: str
    boosts: int = 0
    has_bot: bool = True
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    upload_limit: int = 0
    announced_upload_limit: int | None = None
    """What interactions say the limit is, where that is not so."""

    def __post_init__(self) -> None:
        self.boost(self.boosts)
        self.roles[self.id] = Role(self.id, "@everyone", permissions.EVERYONE, position=0)
        bot_role = Role(self.world.ids.next(), self.world.bot.name, permissions.EVERYONE, of_bot=self.world.bot)
        self.roles[bot_role.id] = bot_role
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
        return [channel for channel in self.world.channels.values() if channel.guild is self]

    def boost(self, boosts: int) -> None:
        """Change how often the guild is boosted, and with it how large files may be."""
        self.boosts = boosts
        self.upload_limit = next(limit for least, _, limit in TIERS if boosts >= least)

    def add_channel(self, name: str) -> Channel:
        from tests.discord.channels import Channel

        channel = Channel(self.world, self.world.ids.next(), name, self)
        self.world.channels[channel.id] = channel
        self.world.announce("CHANNEL_CREATE", channel.payload, self)
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
        """Let somebody in: a new person by name, or one who is elsewhere already."""
        from tests.discord.people import Person

        person = Person(self.world.ids.next(), name, world=self.world) if isinstance(name, str) else name
        self.world.people[person.id] = person
        given = [self._role(role) for role in roles]
        if manages_guild:
            given.append(self._role("managers", "manage_guild"))
        self._join(person, given)
        return person

    def remove_person(self, person: Person) -> None:
        del self.members[person.id]
        self.world.bell.ring()

    def kick_bot(self) -> None:
        """Throw the bot out: from now on it has no access here."""
        self.has_bot = False
        del self.members[self.world.bot.id]
        self.world.announce("GUILD_DELETE", {"id": str(self.id)}, self)

    def admit_bot(self) -> None:
        """Let the bot in, as when somebody follows its invitation."""
        self.has_bot = True
        self._join(self.world.bot, [role for role in self.roles.values() if role.of_bot])
        self.world.announce("GUILD_CREATE", self.payload | {"unavailable": False}, self)

    def base_permissions(self, user: User) -> Permission:
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
        return next((known for known in self.roles.values() if known.name == role), None) or self.add_role(
            role, *allowed
        )

    @property
    def payload(self) -> dict[str, Any]:
        """What GUILD_CREATE carries."""
        from tests.discord.channels import Thread

        threads = [channel for channel in self.channels if isinstance(channel, Thread)]
        members = [self.members[self.world.bot.id].full_payload] if self.has_bot else []
        return self.rest_payload | {
            "joined_at": self.world.clock.now().isoformat(),
            "large": False,
            "unavailable": False,
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
        """What GET /guilds/{id} answers."""
        nothing = (
            "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
            "afk_channel_id", "system_channel_id", "widget_channel_id", "rules_channel_id", "safety_alerts_channel_id",
            "public_updates_channel_id", "vanity_url_code", "max_presences", "incidents_data",
        )  # fmt: skip
        return dict.fromkeys(nothing) | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(next((user for user in self.members if user != self.world.bot.id), self.id)),
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

    @property
    def created(self) -> datetime:
        return made_at(self.id)
