"""The queue in this process's memory. What it loses in a crash, the sweep over the rows finds again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pgqueuer.adapters.inmemory import InMemoryDriver, InMemoryQueries
from pgqueuer.models import Job as PickedEntry
from pgqueuer.models import TracebackRecord
from pgqueuer.types import JOB_STATUS, QueueEntrypoint

from adapters.jobs.entries import to_enqueued
from adapters.jobs.worker import work_until_cancelled
from bot.ports import QueueEntry, Step


class LeanQueries(InMemoryQueries):
    """PgQueuer's memory without its log, which grows with every entry, and without scans over all entries."""

    async def log_jobs(self, job_status: list[tuple[PickedEntry, JOB_STATUS, TracebackRecord | None]]) -> None:
        """Forget entries that ended, and that they were ever there."""
        await super().log_jobs(job_status)
        await self.clear_queue_log()

    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:  # noqa: ARG002 - all are ours
        """Whether an entry could be picked now. The original walks through all that wait, on every wake-up."""
        due = self._deferred_heap and self._deferred_heap[0][0] <= datetime.now(UTC)
        return int(bool(due) or any(self._ready_heaps.values()))

    async def next_deferred_eta(self, entrypoints: list[QueueEntrypoint]) -> timedelta | None:  # noqa: ARG002
        """When the first delayed entry is due."""
        return self._deferred_heap[0][0] - datetime.now(UTC) if self._deferred_heap else None

    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        """Whether anything waits, now or later."""
        return await self.eligible_queued_work(entrypoints) or len(self._deferred_heap)


@dataclass(slots=True)
class InMemoryQueue:
    """`bot.ports.JobQueue` in memory."""

    _queries: LeanQueries = field(default_factory=lambda: LeanQueries(InMemoryDriver()))
    _nudges: set[QueueEntry] = field(default_factory=set)

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over; workers wake at once. A nudge whose like still waits for its handler adds nothing."""
        entries = [entry for entry in entries if entry not in self._nudges]
        self._nudges.update(entry for entry in entries if entry.is_nudge)
        if entries:
            await self._queries.enqueue(**to_enqueued(entries))

    async def work(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]]) -> None:
        """Run handlers until cancelled."""
        await work_until_cancelled(
            self._with_new_driver, {step: self._noting(step, handle) for step, handle in handlers.items()}
        )

    def _noting(self, step: Step, handle: Callable[[str], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
        """The handler, which from its first line on misses what is committed: the next nudge is news again."""

        async def run(key: str) -> None:
            self._nudges.discard(QueueEntry(step, key))
            await handle(key)

        return run

    def _with_new_driver(self) -> LeanQueries:
        # PgQueuer never takes its listener back from a driver, so each run has a driver of its own.
        self._queries.driver = InMemoryDriver()
        self._nudges.clear()  # an entry that the last run had picked waits for its turn to be picked again
        return self._queries
