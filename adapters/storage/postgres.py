"""The store on a PostgreSQL server, through a pool of connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import asyncpg

from adapters.jobs.on_postgres import PostgresQueue, open_postgres_queue
from adapters.storage.postgres_pool import open_pools
from adapters.storage.postgres_statements import ConnectionAdapter, OneStatement, PostgresStatements, SecondStatement
from adapters.storage.statements import load_queries
from adapters.storage.transaction import SqlTransaction
from bot.domain.errors import StorageFull
from bot.ports import StaleJob

T = TypeVar("T")

TRIES: Final = 8
"""How often a transaction runs that others keep overtaking."""

_TIMEOUT: Final = 30.0
"""Seconds for a transaction, with the wait for a free connection."""

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
                await self._queue.put_within(connection, transaction.entries)
        except asyncpg.DiskFullError as error:
            raise StorageFull from error
        self._queue.committed(transaction.entries)
        return result

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """A connection for one transaction. One timer for all of it costs less than one for each statement."""
        async with asyncio.timeout(_TIMEOUT), self._pool.acquire() as connection:
            yield connection


@asynccontextmanager
async def open_postgres_store(url: str) -> AsyncIterator[tuple[PostgresStore, PostgresQueue]]:
    """Connect, with all migrations applied. Raises `DatabaseUnreachable` and `DatabaseTooNew`."""
    queries = await asyncio.to_thread(load_queries, ConnectionAdapter)
    async with open_pools(url) as (pool, queue_pool), open_postgres_queue(queue_pool) as queue:
        store = PostgresStore(pool, queries, queue)
        await store.write(lambda tx: tx.sql.run("forget_old_events"))
        yield store, queue
