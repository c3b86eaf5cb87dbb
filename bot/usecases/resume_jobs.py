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
        """Take up what an earlier run left; returns how many jobs were due."""
        if self.owns_database:
            await self.store.write(lambda tx: tx.jobs.void_leases(self.clock.now()))
        return await self.sweep()

    async def sweep(self) -> int:
        """Enqueue what is due, once per job, and once per provider for what waits to be sent."""
        now = self.clock.now()
        due = await self.store.read(lambda tx: tx.jobs.due(now, MOST))
        await self.queue.put(tuple(dict.fromkeys(entry_for(job, now >= job.deadline_at) for job in due)))
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


def entry_for(job: Job, is_overdue: bool) -> QueueEntry:
    """The step that this job needs next."""
    if job.status is JobStatus.FETCHING:
        return QueueEntry(Step.DELIVER, job.id)
    if job.status is JobStatus.ACCEPTED and not is_overdue:
        return QueueEntry(Step.SUBMIT, job.provider)
    return QueueEntry(Step.FOLLOW, job.id)
