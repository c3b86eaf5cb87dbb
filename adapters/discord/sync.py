"""Registers the application commands with Discord, once for each change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Sequence
from typing import Protocol

from adapters.discord.localisation import Json


class CommandsApi(Protocol):
    """The two requests we need, as discord.py has them: each puts these commands in place of all there were."""

    def bulk_upsert_global_commands(self, application_id: int, payload: list[Json]) -> Awaitable[object]:
        """For every server and for talks with the bot."""
        ...

    def bulk_upsert_guild_commands(self, application_id: int, guild_id: int, payload: list[Json]) -> Awaitable[object]:
        """For one server, where they can be used at once."""
        ...


class Fingerprints(Protocol):
    """Remembers what was registered, across restarts."""

    async def get(self, key: str) -> str | None:
        """What was last set for this key."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Remember it."""
        ...


async def sync_commands(
    api: CommandsApi,
    application_id: int,
    definitions: Sequence[Json],
    *,
    known: Fingerprints,
    guild_id: int | None,
) -> bool:
    """Register the commands where that has changed since the last time; True when it was done now.

    With `guild_id` they go to that server alone, and those for all servers are left as they are. What failed is not
    remembered, so it is done again at the next start; doing it twice at the same time does no harm.

    We remember what we sent, and do not ask Discord what it has: commands that somebody deleted there by hand stay
    away until the definitions change or the note is removed.
    """
    payload = list(definitions)
    fingerprint = _fingerprint(application_id, guild_id, payload)
    key = f"discord:commands:{application_id}:{'all' if guild_id is None else guild_id}"
    if await known.get(key) == fingerprint:
        return False
    if guild_id is None:
        await api.bulk_upsert_global_commands(application_id, payload)
    else:
        await api.bulk_upsert_guild_commands(application_id, guild_id, payload)
    await known.set(key, fingerprint)
    return True


def _fingerprint(application_id: int, guild_id: int | None, payload: list[Json]) -> str:
    """One for the same commands in the same place, whatever the order of keys in their JSON."""
    what = json.dumps([application_id, guild_id, payload], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(what.encode()).hexdigest()
