"""An SQLite connection on a thread of its own, which runs whole functions."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import aiosqlite

T = TypeVar("T")

_SETTINGS: Final = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    # NORMAL can lose the last commits in a power cut, and a reservation is money.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32768",
)


@dataclass(frozen=True, slots=True)
class DatabaseThread:
    """Runs functions with the connection, one after the other."""

    _connection: aiosqlite.Connection

    async def call(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """What `function` returns or raises. A caller who is cancelled does not stop it."""
        # aiosqlite hops to its thread and back for each statement; its own way of doing so, used once for a whole
        # function, is what makes a transaction cost one hop.
        connection = self._connection
        run: Callable[[Callable[[], T]], Awaitable[T]] = connection._execute  # noqa: SLF001
        return await run(lambda: function(connection._conn))  # noqa: SLF001


@asynccontextmanager
async def open_database_thread(path: Path, *, read_only: bool = False) -> AsyncIterator[DatabaseThread]:
    """Open (and make, if need be) the file. Transactions are begun by those who want one."""
    async with aiosqlite.connect(path, isolation_level=None, cached_statements=256) as connection:
        thread = DatabaseThread(connection)
        await thread.call(lambda database: _set(database, read_only=read_only))
        yield thread


def _set(database: sqlite3.Connection, *, read_only: bool) -> None:
    for setting in _SETTINGS:
        database.execute(setting).close()
    if read_only:
        database.execute("PRAGMA query_only = ON").close()
