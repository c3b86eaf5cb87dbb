"""PgQueuer's statements on PostgreSQL, with fewer of them, and tables that neither grow nor hold up commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.models import Job as PickedEntry
from pgqueuer.models import TracebackRecord
from pgqueuer.ports.driver import Driver
from pgqueuer.types import JOB_STATUS, Channel, QueueEntrypoint

from adapters.jobs.bell import Bell

_OUR_WAY: Final = """
CREATE OR REPLACE FUNCTION sora_keeps_no_queue_log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE OR REPLACE TRIGGER sora_keeps_no_queue_log BEFORE INSERT ON {log_table}
FOR EACH ROW EXECUTE FUNCTION sora_keeps_no_queue_log();
ALTER TABLE {queue_table} DISABLE TRIGGER {trigger};
"""
"""PgQueuer notes three lines for each entry and forgets none; the job's own history is what we keep. And its wake-up
calls go another way: see `bell.py`."""

_SOONEST: Final = """
SELECT MIN(first.execute_after) - NOW() AS eta FROM UNNEST($1::text[]) AS step
CROSS JOIN LATERAL (
  SELECT execute_after FROM {queue_table}
  WHERE entrypoint = step AND status = 'queued' ORDER BY execute_after LIMIT 1
) first
"""


@dataclass
class LeanQueries(Queries):
    """One look at an index before each pause, where the original takes up to three scans; and wake-ups by our bell."""

    bell: Bell | None = None
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

    async def log_jobs(self, job_status: list[tuple[PickedEntry, JOB_STATUS, TracebackRecord | None]]) -> None:
        """Drop entries that ended, and wake a worker that waited for room."""
        await super().log_jobs(job_status)
        if self.bell is not None:
            self.bell.ring_here()


class QueriesMaker:
    """Makes the statements for one connection or another, with what can be shared between them."""

    def __init__(self) -> None:
        self.settings = _settings()
        self._environment = QueryBuilderEnvironment(self.settings)
        self._queue = QueryQueueBuilder(self.settings)
        self._schedules = QuerySchedulerBuilder(self.settings)

    def on(self, driver: Driver, bell: Bell | None = None) -> LeanQueries:
        """Statements that run on `driver`."""
        return LeanQueries(driver, self._environment, self._queue, self._schedules, bell=bell)

    async def install(self, driver: Driver) -> None:
        """Make PgQueuer's tables, or bring them up to date."""
        queries = self.on(driver)
        if await queries.schema_is_installed():
            await queries.upgrade()
        else:
            await queries.install()
        names = self.settings
        await driver.execute(
            _OUR_WAY.format(log_table=names.queue_table_log, queue_table=names.queue_table, trigger=names.trigger)
        )


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
