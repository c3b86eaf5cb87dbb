"""The queue on PostgreSQL: entries are committed together with what they speak of, and wake workers everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.ports.driver import Driver
from pgqueuer.types import Channel

from adapters.jobs.entries import to_enqueued
from adapters.jobs.worker import work_until_cancelled
from bot.ports import QueueEntry, Step

log = structlog.get_logger()

PAUSE: Final = timedelta(seconds=1)
"""Between a lost connection and the next try to work."""

_NO_LOG: Final = """
CREATE OR REPLACE FUNCTION sora_keeps_no_queue_log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE OR REPLACE TRIGGER sora_keeps_no_queue_log BEFORE INSERT ON {log_table}
FOR EACH ROW EXECUTE FUNCTION sora_keeps_no_queue_log();
"""


class PostgresQueue:
    """`bot.ports.JobQueue` on a pool of connections."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        settings = _settings()
        self._environment = QueryBuilderEnvironment(settings)
        self._queue = QueryQueueBuilder(settings)
        self._schedules = QuerySchedulerBuilder(settings)

    async def install(self, connection: Any) -> None:
        """Make PgQueuer's tables, or bring them up to date. The caller sees to it that nobody else does so now."""
        queries = self._queries(AsyncpgDriver(connection))
        if await queries.schema_is_installed():
            await queries.upgrade()
        else:
            await queries.install()
        # PgQueuer notes three lines for each entry and never forgets one; the job's own history is what we keep.
        await connection.execute(_NO_LOG.format(log_table=self._environment.settings.queue_table_log))

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over; workers wake at once."""
        if entries:
            await self._queries(AsyncpgPoolDriver(self._pool)).enqueue(**to_enqueued(entries))

    async def put_within(self, connection: Any, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over if and only if the connection's transaction commits."""
        await self._queries(AsyncpgDriver(connection)).enqueue(**to_enqueued(entries))

    async def work(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]]) -> None:
        """Run handlers until cancelled; a lost connection to the server is a pause."""
        while True:
            try:
                await work_until_cancelled(self._queries(AsyncpgPoolDriver(self._pool)), handlers)
            except Exception:
                log.exception("queue_worker_broke")
            await asyncio.sleep(PAUSE.total_seconds())

    def _queries(self, driver: Driver) -> Queries:
        return Queries(driver, self._environment, self._queue, self._schedules)


def _settings() -> DBSettings:
    """All names are given, since PgQueuer would take each that is not from an environment variable such as `CHANNEL`.

    The tables are not written to the log of the server: entries that a crash of the server loses are found again by
    the sweep over the rows.
    """
    return DBSettings(
        prefix="",
        db_schema=None,
        channel=Channel("ch_pgqueuer"),
        function="fn_pgqueuer_changed",
        trigger="tg_pgqueuer_changed",
        statistics_table="pgqueuer_statistics",
        queue_status_type="pgqueuer_status",
        queue_table="pgqueuer",
        queue_table_log="pgqueuer_log",
        schedules_table="pgqueuer_schedules",
        durability=Durability.volatile,
    )
