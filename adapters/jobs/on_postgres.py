"""The queue on PostgreSQL: entries are committed together with what they speak of, and wake workers everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver

from adapters.jobs.bell import Bell, BellDriver, serving
from adapters.jobs.entries import to_enqueued
from adapters.jobs.nudges import Nudges, gathering
from adapters.jobs.postgres_queries import QueriesMaker
from adapters.jobs.worker import work_until_cancelled
from bot.ports import QueueEntry, Step


class PostgresQueue:
    """`bot.ports.JobQueue` on a pool of connections."""

    def __init__(self, pool: Any, queries: QueriesMaker, bell: Bell) -> None:
        self._pool = pool
        self._queries = queries
        self._bell = bell
        self.nudges = Nudges(self.put)

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over; workers wake at once."""
        if entries:
            await self._queries.on(AsyncpgPoolDriver(self._pool)).enqueue(**to_enqueued(entries))
            self._bell.ring()

    async def put_within(self, connection: Any, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over if and only if the connection's transaction commits. The caller says `committed` then."""
        steps = [entry for entry in entries if not entry.is_nudge]
        if steps:
            await self._queries.on(AsyncpgDriver(connection)).enqueue(**to_enqueued(steps))

    def committed(self, entries: Sequence[QueueEntry]) -> None:
        """Wake the workers for entries that were put within a transaction, and pass its nudges on."""
        nudges = [entry for entry in entries if entry.is_nudge]
        self.nudges.add(nudges)
        if len(nudges) < len(entries):
            self._bell.ring()

    async def work(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]]) -> None:
        """Run handlers until cancelled."""
        await work_until_cancelled(lambda: self._queries.on(BellDriver(self._pool, self._bell), self._bell), handlers)


async def install_queue(connection: Any) -> None:
    """Make the queue's tables, or bring them up to date; the caller keeps other processes from doing so meanwhile."""
    await QueriesMaker().install(AsyncpgDriver(connection))


@asynccontextmanager
async def open_postgres_queue(pool: Any) -> AsyncIterator[PostgresQueue]:
    """The queue on tables that are there."""
    queries = QueriesMaker()
    bell = Bell(pool, queries.settings.channel, queries.settings.queue_table)
    queue = PostgresQueue(pool, queries, bell)
    async with serving(bell), gathering(queue.nudges):
        yield queue
