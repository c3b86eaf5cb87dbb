"""A provider called: note it on the job in one transaction, and let a worker confirm what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.job import JobId
from bot.domain.job_events import CalledBack
from bot.domain.video import ProviderName
from bot.ports import Clock, QueueEntry, Step, Store, Transaction, VideoProvider
from bot.usecases.change_job import change_job, save_job


class CallbackOutcome(StrEnum):
    """What became of a callback."""

    TAKEN = "taken"
    IGNORED = "ignored"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCallback:
    """Called by the listener after it has checked the secret in the address."""

    store: Store
    clock: Clock
    providers: Mapping[ProviderName, VideoProvider]

    async def __call__(
        self, provider: ProviderName, job_id: JobId, headers: Mapping[str, str], body: bytes
    ) -> CallbackOutcome:
        """Take the callback. Late, repeated and out-of-order ones change nothing."""
        try:
            task_id = self.providers[provider].read_callback(headers, body)
        except ValueError:
            return CallbackOutcome.UNREADABLE

        async def work(tx: Transaction) -> CallbackOutcome:
            job = await tx.jobs.get(job_id)
            if job is None or job.provider != provider:
                return CallbackOutcome.IGNORED
            now = self.clock.now()
            if job.is_final and job.slot_until is not None:
                # The task of a cancelled job has ended: its place at the provider is free.
                await save_job(tx, replace(job, slot_until=None), now)
                tx.enqueue(QueueEntry(Step.SUBMIT, provider))
                return CallbackOutcome.TAKEN
            if await change_job(tx, job, CalledBack(task_id), now) is None:
                return CallbackOutcome.IGNORED
            tx.enqueue(QueueEntry(Step.FOLLOW, job_id))
            return CallbackOutcome.TAKEN

        return await self.store.write(work)
