"""When to look at a job again: soon by a delayed queue entry, later by the sweep over the rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.job import Job
from bot.ports import QueueEntry, Step, Transaction

SWEEP_EVERY: Final = timedelta(seconds=60)
"""How often the rows are searched for jobs that are due: what a lost queue entry can cost at most."""


def look_again(tx: Transaction, job: Job, now: datetime) -> None:
    """Ask for a look at `job.due_at`. Rows keep the moment, so anything later than a sweep needs no entry."""
    wait = max(timedelta(0), job.due_at - now)
    if wait <= SWEEP_EVERY:
        tx.enqueue(QueueEntry(Step.FOLLOW, job.id, wait))
