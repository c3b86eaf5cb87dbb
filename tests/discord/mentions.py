"""Who is really pinged by a text, after allowed_mentions has had its say (resources/message)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.discord.errors import invalid
from tests.discord.members import Role
from tests.discord.permissions import Permission
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.channels import Channel


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message makes a sound for."""

    users: tuple[User, ...] = ()
    roles: tuple[Role, ...] = ()
    everyone: bool = False


def pings(text: str, allowed: dict[str, Any] | None, channel: Channel, author: User, replied: User | None) -> Pings:
    """Find the people, roles and whether everyone; without `allowed` every mention counts."""
    if allowed is not None:
        _check_exclusive(allowed)
    rules: dict[str, Any] = (
        {"parse": ["users", "roles", "everyone"], "replied_user": True} if allowed is None else allowed
    )
    parse = rules.get("parse") or []
    people: dict[int, User] = {**channel.world.people, channel.world.bot.id: channel.world.bot}
    users = _named(r"<@!?(\d+)>", text, parse, rules, "users")
    roles = _named(r"<@&(\d+)>", text, parse, rules, "roles")
    found = [people[user] for user in users if user in people]
    if replied is not None and replied not in found and rules.get("replied_user"):
        found.append(replied)
    guild = channel.guild
    to_all = guild is not None and bool(channel.permissions_of(author) & Permission.MENTION_EVERYONE)
    known = {} if guild is None else guild.roles
    return Pings(
        users=tuple(found),
        roles=tuple(known[role] for role in roles if role in known and (known[role].mentionable or to_all)),
        everyone=to_all and "everyone" in parse and bool(re.search("@(everyone|here)", text)),
    )


def _check_exclusive(allowed: dict[str, Any]) -> None:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            raise invalid("allowed_mentions", code, f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive.")


def _named(pattern: str, text: str, parse: list[str], rules: dict[str, Any], kind: str) -> list[int]:
    named = list(dict.fromkeys(int(found) for found in re.findall(pattern, text)))
    if kind in parse:
        return named
    listed = {int(one) for one in rules.get(kind) or []}
    return [one for one in named if one in listed]
