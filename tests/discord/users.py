"""Accounts: people and the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(eq=False)
class User:
    """An account."""

    id: int
    name: str
    is_bot: bool = False

    def __repr__(self) -> str:
        return self.name

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    @property
    def user_payload(self) -> dict[str, Any]:
        """The user object."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.is_bot else self.name.capitalize(),
            "discriminator": "0",
            "avatar": None,
            "avatar_decoration_data": None,
            "banner": None,
            "accent_color": None,
            "collectibles": None,
            "clan": None,
            "primary_guild": None,
            "public_flags": 0,
            "flags": 0,
        }
        return body | {"bot": True} if self.is_bot else body
