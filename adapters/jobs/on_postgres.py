"""The queue on PostgreSQL: entries are committed together with what they speak of, and wake workers everywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.ports.driver import Driver
from pgqueuer.types import Channel, QueueEntrypoint

from adapters.jobs.entries import to_enqueued
from adapters.jobs.worker import work_until_cancelled
from bot.ports import QueueEntry, Step

_NO_LOG: Final = """
CREATE OR REPLACE FUNCTION sora_keeps_no_queue_log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE OR REPLACE TRIGGER sora_keeps_no_queue_log BEFORE INSERT ON {log_table}
FOR EACH ROW EXECUTE FUNCTION sora_keeps_no_queue_log();
"""


_SOONEST: Final = """
SELECT MIN(first.execute_after) - NOW() AS eta FROM UNNEST($1::text[]) AS step
CROSS JOIN LATERAL (
  SELECT execute_after FROM {queue_table}
  WHERE entrypoint = step AND status = 'queued' ORDER BY execute_after LIMIT 1
) first
"""


@dataclass
class LeanQueries(Queries):
    """PgQueuer's queries, with one look at an index before each pause, where the original takes up to three scans."""

    _eta: timedelta | None = None

    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        """Whether an entry could be picked now. PgQueuer asks this first, then for the next delayed one."""
        (row,) = await self.driver.fetch(_SOONEST.format(queue_table=self.qbq.qualified.queue_table), entrypoints)
        self._eta = cast("timedelta | None", row["eta"])
        return int(self._eta is not None and self._eta <= timedelta(0))

    async def next_deferred_eta(self, entrypoints: list[QueueEntrypoint]) -> timedelta | None:  # noqa: ARG002
        """When the first delayed entry is due, as just found."""
        return self._eta

    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:  # noqa: ARG002 - asked last
        """Whether anything waited, as just found."""
        return int(self._eta is not None)


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
        """Run handlers until cancelled."""
        await work_until_cancelled(lambda: self._queries(AsyncpgPoolDriver(self._pool)), handlers)

    def _queries(self, driver: Driver) -> LeanQueries:
        return LeanQueries(driver, self._environment, self._queue, self._schedules)


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
