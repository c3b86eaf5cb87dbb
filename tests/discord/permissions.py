"""Permissions: their bits, and what a member may do in a channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final


class Permission(IntFlag):
    """The bits that matter here (topics/Permissions)."""

    CREATE_INSTANT_INVITE = 1 << 0
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NONE: Final = Permission(0)
ALL: Final = Permission(sum(Permission))
EVERYONE: Final = (
    Permission.CREATE_INSTANT_INVITE
    | Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)


def named(names: Iterable[str]) -> Permission:
    """Read permissions as discord.py spells them: `send_messages`."""
    found = NONE
    for name in names:
        found |= Permission[name.upper()]
    return found


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies one role (0) or one member (1)."""

    kind: int
    allow: Permission = NONE
    deny: Permission = NONE


def in_channel(
    base: Permission, overwrites: dict[int, Overwrite], *, everyone: int, roles: Iterable[int], member: int
) -> Permission:
    """Apply a channel's overwrites in Discord's order: everyone, the roles together, the member."""
    if base & Permission.ADMINISTRATOR:
        return ALL
    if everyone in overwrites:
        base = base & ~overwrites[everyone].deny | overwrites[everyone].allow
    allow = deny = NONE
    for role in roles:
        if role != everyone and role in overwrites:
            allow |= overwrites[role].allow
            deny |= overwrites[role].deny
    base = base & ~deny | allow
    if member in overwrites:
        base = base & ~overwrites[member].deny | overwrites[member].allow
    return base
