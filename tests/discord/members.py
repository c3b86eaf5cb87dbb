"""Roles, and accounts as members of a guild."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.discord.permissions import Permission
from tests.discord.users import User


@dataclass(eq=False)
class Role:
    """A role of a guild."""

    id: int
    name: str
    permissions: Permission
    position: int = 1
    mentionable: bool = False
    of_bot: User | None = None

    def __repr__(self) -> str:
        return f"@{self.name}"

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    @property
    def payload(self) -> dict[str, Any]:
        """The role object."""
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
