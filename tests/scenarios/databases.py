"""The bot's tables as they lie in the database: read, and moved in time, without a line of the bot."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import asyncpg

from tests.databases import rows

Rows = list[tuple[Any, ...]]

_MOMENTS: Final = {
    "jobs": (
        *("created_at", "deadline_at", "due_at", "wake_at", "submitted_at", "started_at", "rendered_at"),
        *("finished_at", "slot_until", "lease_until"),
    ),
    "provider_gates": ("refilled_at", "paused_until"),
}
_ENTRY_MOMENTS: Final = ("created", "updated", "heartbeat", "execute_after")


@dataclass(frozen=True, slots=True)
class Database:
    """One database of either engine."""

    url: str

    async def rows(self, statement: str) -> Rows:
        """What a SELECT gives."""
        return await rows(self.url, statement)

    async def stand_still(self, span: timedelta) -> None:
        """As if the machine had been off for `span`: every moment in the tables lies that much further back.

        Nothing may run on the database meanwhile.
        """
        if self.url.startswith("sqlite:///"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as file, file:
                for statement in _moved_back(span):
                    file.execute(statement)
            return
        connection = await asyncpg.connect(self.url)
        entries = ", ".join(f"{name} = {name} - $1::interval" for name in _ENTRY_MOMENTS)
        try:
            async with connection.transaction():
                for statement in _moved_back(span):
                    await connection.execute(statement)
                await connection.execute(f"UPDATE pgqueuer SET {entries}", span)
        finally:
            await connection.close()


def _moved_back(span: timedelta) -> list[str]:
    ms = int(span.total_seconds() * 1000)
    return [
        f"UPDATE {table} SET " + ", ".join(f"{name} = {name} - {ms}" for name in names)
        for table, names in _MOMENTS.items()
    ]
