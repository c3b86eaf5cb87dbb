"""The store on an SQLite file: one connection that writes, one that reads, each on its own thread."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from adapters.storage.batches import Batches, Waiting, open_batches
from adapters.storage.database_thread import open_database_thread
from adapters.storage.migrate import LAST_APPLIED, RECORD_TABLE, load_migrations, missing
from adapters.storage.owner_lock import owned
from adapters.storage.sqlite_batch import SqliteBatch
from adapters.storage.statements import load_queries
from adapters.storage.transaction import SqlTransaction
from bot.ports import JobQueue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """`bot.ports.Store` on one file."""

    _writes: Batches
    _reads: Batches

    async def write(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` in a transaction that shares its commit with those that wait beside it."""
        return await self._writes.run(work)

    async def read(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` on a view that has everything committed before this call."""
        return await self._reads.run(work)


@asynccontextmanager
async def open_sqlite_store(path: Path, queue: JobQueue, *, exclusive: bool) -> AsyncIterator[SqliteStore]:
    """Open the file, with all migrations applied; `exclusive` for the bot itself, not for tools beside it.

    Raises `AlreadyRunning` and `DatabaseTooNew`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    queries = await asyncio.to_thread(load_queries, "sqlite3")
    batch = SqliteBatch(queries)
    async with AsyncExitStack() as stack:
        if exclusive:
            stack.enter_context(owned(path))
        writer = await stack.enter_async_context(open_database_thread(path))
        await writer.call(_migrate)
        reader = await stack.enter_async_context(open_database_thread(path, read_only=True))
        writes = await stack.enter_async_context(open_batches(writer, batch.write, _hand_over_to(queue)))
        reads = await stack.enter_async_context(open_batches(reader, batch.read, _nothing))
        store = SqliteStore(writes, reads)
        if exclusive:
            await store.write(lambda tx: tx.sql.run("forget_old_events"))
        yield store


def _hand_over_to(queue: JobQueue) -> Callable[[Sequence[Waiting]], Awaitable[None]]:
    """Queue entries leave a transaction when it is committed."""

    async def hand_over(batch: Sequence[Waiting]) -> None:
        # Transactions that share a commit often ask for the same look, such as at a provider's free places.
        entries = dict.fromkeys(entry for waiting in batch if waiting.error is None for entry in waiting.entries)
        if entries:
            await queue.put(list(entries))

    return hand_over


async def _nothing(_batch: Sequence[Waiting]) -> None:
    """Reads leave nothing behind."""


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute(RECORD_TABLE)
    for migration in load_migrations():
        connection.execute("BEGIN IMMEDIATE")
        try:
            (applied,) = connection.execute(LAST_APPLIED).fetchone()
            if migration in missing(load_migrations(), applied):
                for statement in (*_statements(migration.sql), migration.record):
                    connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction we are in."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
