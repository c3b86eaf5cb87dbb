"""At the start and every minute: every unfinished job that is due is put into the queue again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.job import Job, JobStatus
from bot.ports import Clock, JobQueue, QueueEntry, Step, Store
from bot.usecases.schedule import SWEEP_EVERY

log = structlog.get_logger()

MOST: Final = 10_000
KEEP_IMAGES: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeJobs:
    """`owns_database`: no other process works on it, so leases found at the start are a dead process's.

    `tidy` is called with the moment after each sweep, to delete what is over.
    """

    store: Store
    queue: JobQueue
    clock: Clock
    owns_database: bool
    tidy: Sequence[Callable[[datetime], Awaitable[object]]] = ()

    async def start(self) -> int:
        """Take up what an earlier run left; returns how many jobs are due now or soon."""
        if self.owns_database:
            await self.store.write(lambda tx: tx.jobs.void_leases(self.clock.now()))
        # What is due before the first sweep had an entry in the queue, and a queue in memory went with its process.
        return await self.sweep(ahead=SWEEP_EVERY)

    async def sweep(self, ahead: timedelta = timedelta(0)) -> int:
        """Enqueue what is due by `ahead` from now, once per job, and once per provider for what waits to be sent.

        Returns how many jobs that were.
        """
        now = self.clock.now()
        due = await self.store.read(lambda tx: tx.jobs.due(now + ahead, MOST))
        entries: dict[tuple[Step, str], QueueEntry] = {}
        for job in due:
            entry = entry_for(job, now)
            entries.setdefault((entry.step, entry.key), entry)  # the first to come: the soonest
        await self.queue.put(tuple(entries.values()))
        return len(due)

    async def run(self) -> None:
        """Sweep every minute until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_EVERY.total_seconds())
            try:
                await self.sweep()
                await self._tidy()
            except Exception:
                # A database that is away for a while must not end the sweep.
                log.exception("sweep_failed")

    async def _tidy(self) -> None:
        now = self.clock.now()
        await self.store.write(lambda tx: tx.images.drop_before(now - KEEP_IMAGES))
        for delete_old in self.tidy:
            await delete_old(now)


def entry_for(job: Job, now: datetime) -> QueueEntry:
    """The step that this unfinished job needs next, and when."""
    wait = max(timedelta(0), (job.wake_at or now) - now)
    if job.status is JobStatus.FETCHING:
        return QueueEntry(Step.DELIVER, job.id, wait)
    if job.status is JobStatus.ACCEPTED and now + wait < job.deadline_at:
        return QueueEntry(Step.SUBMIT, job.provider, wait)
    return QueueEntry(Step.FOLLOW, job.id, wait)
