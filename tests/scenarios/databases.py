"""The bot's tables as they lie in the database, read without a line of the bot."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import quote

import asyncpg
import pytest

Rows = list[tuple[Any, ...]]

JOB_MOMENTS: Final = (
    *("created_at", "deadline_at", "due_at", "wake_at", "submitted_at", "started_at", "rendered_at", "finished_at"),
    *("slot_until", "lease_until"),
)
GATE_MOMENTS: Final = ("refilled_at", "paused_until")
ENTRY_MOMENTS: Final = ("created", "updated", "heartbeat", "execute_after")


class Database(Protocol):
    """One database, by its address and by its rows."""

    @property
    def url(self) -> str: ...

    async def rows(self, statement: str) -> Rows:
        """What a SELECT gives."""
        ...

    async def stand_still(self, span: timedelta) -> None:
        """As if the machine had been off for `span`: every moment in the tables lies that much further back."""
        ...


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    async def rows(self, statement: str) -> Rows:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()

    async def stand_still(self, span: timedelta) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for statement in _moved_back(span):
                connection.execute(statement)


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    url: str

    async def rows(self, statement: str) -> Rows:
        connection = await asyncpg.connect(self.url)
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    async def stand_still(self, span: timedelta) -> None:
        connection = await asyncpg.connect(self.url)
        entries = ", ".join(f"{name} = {name} - $1::interval" for name in ENTRY_MOMENTS)
        try:
            async with connection.transaction():
                for statement in _moved_back(span):
                    await connection.execute(statement)
                await connection.execute(f"UPDATE pgqueuer SET {entries}", span)
        finally:
            await connection.close()


def _moved_back(span: timedelta) -> tuple[str, ...]:
    def moved(table: str, moments: tuple[str, ...]) -> str:
        ms = int(span.total_seconds() * 1000)
        return f"UPDATE {table} SET " + ", ".join(f"{name} = {name} - {ms}" for name in moments)

    return moved("jobs", JOB_MOMENTS), moved("provider_gates", GATE_MOMENTS)


@asynccontextmanager
async def open_postgres(folder: Path) -> AsyncIterator[PostgresDatabase]:
    """A server of its own with nothing in it, or a skipped test where there is none for this Python."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # else the package warns that it is not set
    get_server = pytest.importorskip("pgserver.postgres_server", reason="no PostgreSQL comes with pgserver").get_server
    server = await asyncio.to_thread(get_server, folder, cleanup_mode="delete")
    try:
        # The server listens on a socket in a folder, which takes a host's place in an address when it is quoted.
        host = quote(server.get_uri().partition("host=")[2], safe="")
        yield PostgresDatabase(f"postgresql://postgres@{host}/postgres")
    finally:
        await asyncio.to_thread(server.cleanup)
