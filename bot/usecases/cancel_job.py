"""A person cancels: at once where nothing was sent, else as the transition table says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot import texts
from bot.domain.chat import Notice, Requester, refusal
from bot.domain.job import CANCELLABLE, CancelCost, Job, JobId, JobStatus, cancel_cost
from bot.domain.job_events import CancelAsked
from bot.domain.video import ProviderName
from bot.ports import Clock, Store, Transaction, VideoProvider
from bot.usecases.change_job import change_job
from bot.usecases.orders import Orders
from bot.usecases.reach import is_known, is_own, may_change
from bot.usecases.show_cards import CardBoard

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelJob:
    """Cancels the requester's own jobs, and an admin's whole team's."""

    store: Store
    clock: Clock
    providers: Mapping[ProviderName, VideoProvider]
    orders: Orders
    board: CardBoard

    async def ask(self, job_id: JobId, requester: Requester) -> Notice:
        """The question before a cancel: whether it will still be charged."""
        job = await self.store.read(lambda tx: tx.jobs.get(job_id))
        why_not = _why_not(job, job_id, requester)
        if why_not is not None or job is None:
            return refusal(why_not or texts.unknown_job(job_id, requester.manner))
        return texts.cancel_notice(job, cancel_cost(job), is_own=is_own(job, requester))

    async def __call__(self, job_id: JobId, requester: Requester, *, only_free: bool = False) -> Notice:
        """Cancel, and say what that means for the quota.

        `only_free`: the person was told that it costs nothing, or nothing yet. Where it would, nothing is done and they
        are asked first.
        """

        async def work(tx: Transaction) -> Job | Notice:
            job = await tx.jobs.get(job_id)
            why_not = _why_not(job, job_id, requester)
            if why_not is not None or job is None:
                return refusal(why_not or texts.unknown_job(job_id, requester.manner))
            cost = cancel_cost(job)
            if only_free and cost is not CancelCost.NOTHING:
                return texts.cancel_notice(job, cost, is_own=is_own(job, requester))
            after = await change_job(tx, job, CancelAsked(), self.clock.now())
            return after or refusal(texts.cannot_cancel(job, requester.manner))

        after = await self.store.write(work)
        if isinstance(after, Notice):
            return after
        self.board.changed(after)
        await self._tell_provider(after)
        return Notice(text=texts.cancelled(after, is_own=is_own(after, requester)))

    async def _tell_provider(self, job: Job) -> None:
        if job.task_id is None or job.status is not JobStatus.CANCELLED:
            return
        try:
            await self.providers[job.provider].cancel(job.task_id, self.orders.bare(job))
        except Exception as error:  # noqa: BLE001 - the job is over for us; the provider's own end frees its place
            log.warning("cancel_not_passed_on", job=job.id, error=type(error).__name__)


def _why_not(job: Job | None, job_id: JobId, requester: Requester) -> str | None:
    if job is None or not is_known(job, requester):
        return texts.unknown_job(job_id, requester.manner)
    if not may_change(job, requester):
        return texts.not_yours(job_id, requester.manner)
    if job.status not in CANCELLABLE:
        return texts.cannot_cancel(job, requester.manner)
    return None
