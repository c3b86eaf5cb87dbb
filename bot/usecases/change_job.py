"""The one way a job row changes: by the transition table, with everything that belongs to the change beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.job import Job, JobStatus, advance
from bot.domain.job_events import CalledBack, Claimed, JobEvent, Lease
from bot.ports import QueueEntry, Step, Transaction


class LastSeen:
    """A job as somebody just saw it, for a transaction that changes it.

    Most of the time nobody has changed it since, so the first try trusts it: the store checks the version when it
    saves. Where that fails the store runs the transaction again, and then the job is read anew.
    """

    __slots__ = ("_job", "_job_id")

    def __init__(self, job: Job) -> None:
        self._job_id = job.id
        self._job: Job | None = job

    async def get(self, tx: Transaction) -> Job | None:
        """The job, as far as this try knows."""
        job, self._job = self._job, None
        return job if job is not None else await tx.jobs.get(self._job_id)


async def change_job(
    tx: Transaction,
    job: Job,
    event: JobEvent,
    now: datetime,
    *,
    due_at: datetime | None = None,
    deliver_under: Lease | None = None,
) -> Job | None:
    """Advance the job by `event`, inside a transaction, and return it as saved; None when the event has no row.

    A job that becomes final closes its reservation here, and a place it frees at the provider goes to the next job.
    A video that is made is put into the queue for delivery, unless the caller delivers it itself, under this lease.
    """
    after = advance(job, event, now)
    if after is None:
        return None
    if due_at is not None and not after.is_final:
        after = replace(after, due_at=due_at)
    if deliver_under is not None and after.status is JobStatus.FETCHING:
        after = replace(after, lease=deliver_under, deliveries=after.deliveries + 1)
    # "Still rendering", asked every few seconds, is no history; a callback is, though it changes no status.
    is_news = after.status is not job.status or isinstance(event, CalledBack)
    saved = await save_job(tx, after, now, history=type(event).__name__.lower() if is_news else None)
    if saved.closing is not None:
        await tx.quota.close(saved.id, saved.closing, now)
    if job.slot_until is not None and saved.slot_until is None:
        tx.enqueue(QueueEntry(Step.SUBMIT, saved.provider))
    if saved.status is JobStatus.FETCHING and deliver_under is None:
        tx.enqueue(QueueEntry(Step.DELIVER, saved.id))
    return saved


async def claim_jobs(tx: Transaction, jobs: Sequence[Job], lease: Lease, now: datetime) -> list[Job]:
    """Advance many jobs by `Claimed` and return them as saved, in one go: no claim has anything beside it."""
    claimed = [after for job in jobs if (after := advance(job, Claimed(lease), now)) is not None]
    await tx.jobs.save_all(claimed, "claimed", now)
    return [replace(job, version=job.version + 1) for job in claimed]


async def save_job(tx: Transaction, job: Job, now: datetime, *, history: str | None = None) -> Job:
    """Write the row and return the job with its new version."""
    await tx.jobs.save(job, history, now)
    return replace(job, version=job.version + 1)
