"""The store on a PostgreSQL server, through a pool of connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

import asyncpg

from adapters.jobs.on_postgres import PostgresQueue
from adapters.storage.errors import DatabaseAddressWrong, DatabaseUnreachable
from adapters.storage.migrate import LAST_APPLIED, RECORD_TABLE, load_migrations, missing
from adapters.storage.postgres_statements import ConnectionAdapter, OneStatement, PostgresStatements, SecondStatement
from adapters.storage.statements import load_queries
from adapters.storage.transaction import SqlTransaction
from bot.domain.errors import StorageFull
from bot.ports import StaleJob

T = TypeVar("T")

TRIES: Final = 8
"""How often a transaction runs that others keep overtaking."""

_CONNECTIONS: Final = 12
_TIMEOUT: Final = 30.0
"""Seconds for a transaction, with the wait for a free connection."""

_SERVER_SETTINGS: Final = {
    "application_name": "sora-bot",
    "statement_timeout": "20s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",  # compiling takes longer than any of our statements
}

_STARTUP_LOCK: Final = 7_672_262
"""Any number no other program uses: two processes that start together change the tables one after the other."""

_OVERTAKEN: Final = (StaleJob, asyncpg.SerializationError, asyncpg.DeadlockDetectedError)


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """`bot.ports.Store` on a pool."""

    _pool: Any
    _queries: Any
    _queue: PostgresQueue

    async def write(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` in a transaction, and again where another one came first."""
        for _ in range(TRIES - 1):
            try:
                return await self._write_once(work)
            except _OVERTAKEN:
                continue
        return await self._write_once(work)

    async def read(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` on one snapshot."""
        async with self._connection() as connection:
            try:
                # One statement is a view of its own, and most reads are one: two round trips less.
                return await work(SqlTransaction(PostgresStatements(self._queries, OneStatement(connection))))
            except SecondStatement:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    return await work(SqlTransaction(PostgresStatements(self._queries, connection)))

    async def _write_once(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        try:
            async with self._connection() as connection, connection.transaction():
                transaction = SqlTransaction(PostgresStatements(self._queries, connection))
                result = await work(transaction)
                if transaction.entries:
                    await self._queue.put_within(connection, transaction.entries)
                return result
        except asyncpg.DiskFullError as error:
            raise StorageFull from error

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """A connection for one transaction. One timer for all of it costs less than one for each statement."""
        async with asyncio.timeout(_TIMEOUT), self._pool.acquire() as connection:
            yield connection


@asynccontextmanager
async def open_postgres_store(url: str) -> AsyncIterator[tuple[PostgresStore, PostgresQueue]]:
    """Connect, with all migrations applied. Raises `DatabaseUnreachable` and `DatabaseTooNew`."""
    queries = await asyncio.to_thread(load_queries, ConnectionAdapter)
    pool = await _connect(url)
    try:
        queue = PostgresQueue(pool)
        async with pool.acquire() as connection:
            await _prepare(connection, queue)
        store = PostgresStore(pool, queries, queue)
        await store.write(lambda tx: tx.sql.run("forget_old_events"))
        yield store, queue
    finally:
        await _close(pool)


async def _connect(url: str) -> Any:
    host, port = _server(url)
    try:
        return await asyncpg.create_pool(
            url,
            min_size=2,
            max_size=_CONNECTIONS,
            timeout=10,
            max_cached_statement_lifetime=0,
            server_settings=_SERVER_SETTINGS,
            reset=_leave_as_it_is,
        )
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # Not `from error`: what it says may quote the address, and the password is part of that.
        raise DatabaseUnreachable(host, port, type(error).__name__) from None


async def _leave_as_it_is(_connection: Any) -> None:
    """Nothing we do outlives its transaction, so a connection goes back without the usual round trip of resets."""


async def _close(pool: Any) -> None:
    try:
        async with asyncio.timeout(10):
            await pool.close()
    except TimeoutError:
        pool.terminate()


def _server(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        raise DatabaseAddressWrong(url.partition(":")[0]) from None
    return parts.hostname or parse_qs(parts.query).get("host", ["localhost"])[0], port


async def _prepare(connection: Any, queue: PostgresQueue) -> None:
    await connection.execute("SELECT pg_advisory_lock($1)", _STARTUP_LOCK)
    try:
        await _migrate(connection)
        await queue.install(connection)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _STARTUP_LOCK)


async def _migrate(connection: Any) -> None:
    await connection.execute(RECORD_TABLE)
    applied = await connection.fetchval(LAST_APPLIED)
    for migration in missing(await asyncio.to_thread(load_migrations), applied):
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(migration.record)
