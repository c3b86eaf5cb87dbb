"""Looks at a job on its way: asks the provider in time, confirms what a callback said, keeps deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.domain.catalogue import Catalogue
from bot.domain.errors import OperatorError, ProviderBusy, TimeError
from bot.domain.job import Job, JobId, JobStatus
from bot.domain.job_events import AnswerLost, DeadlinePassed, Failed, JobEvent, Progressed, Reason, Rendered, TaskId
from bot.domain.video import ProviderName
from bot.ports import (
    Clock,
    Done,
    Ended,
    ProviderUpdate,
    QueueEntry,
    Running,
    Step,
    Store,
    Transaction,
    VideoProvider,
    Waiting,
)
from bot.usecases.change_job import LastSeen, change_job, save_job
from bot.usecases.deliver_video import DeliverVideo
from bot.usecases.orders import Orders
from bot.usecases.schedule import look_again
from bot.usecases.show_cards import CardBoard

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowJob:
    """The worker of `Step.FOLLOW`. Safe to call at any time, any number of times."""

    store: Store
    clock: Clock
    catalogue: Catalogue
    providers: Mapping[ProviderName, VideoProvider]
    orders: Orders
    board: CardBoard
    deliver: DeliverVideo

    async def __call__(self, key: str) -> None:
        """Do what is due for this job, if anything is."""
        job = await self.store.read(lambda tx: tx.jobs.get(JobId(key)))
        now = self.clock.now()
        if job is None or job.is_final or not is_due(job, now):
            return
        match job.status:
            case JobStatus.ACCEPTED if now < job.deadline_at:
                await self._enqueue(QueueEntry(Step.SUBMIT, job.provider))
            case JobStatus.FETCHING:
                await self._enqueue(QueueEntry(Step.DELIVER, job.id))
            case _ if now >= job.deadline_at:
                await self._change(job, await self._last_word(job), now)
            case _ if job.task_id is not None:
                await self._ask(job, job.task_id)
            case _:
                await self._without_task(job, now)

    async def _last_word(self, job: Job) -> JobEvent:
        """The end of a job whose time is over. We may have been away: a video that was made in time is still good."""
        if job.task_id is None:
            return DeadlinePassed()
        try:
            update = await self.providers[job.provider].status(job.task_id, self.orders.bare(job))
        except (TimeError, OperatorError) as error:
            log.warning("status_not_told", job=job.id, provider=job.provider, error=type(error).__name__)
            return DeadlinePassed()
        event = to_event(update)
        return DeadlinePassed() if event is None or isinstance(event, Progressed) else event

    async def _without_task(self, job: Job, now: datetime) -> None:
        """Sent, and no answer was ever stored: whoever sent it is gone, and only a callback can tell."""
        if job.status in (JobStatus.SUBMITTING, JobStatus.CANCELLING):
            due_at = job.deadline_at if self.orders.bare(job).callback_url else now
            await self._change(job, AnswerLost(), now, due_at=due_at)
        elif self.orders.bare(job).callback_url is None:
            await self._change(job, DeadlinePassed(), now)
        else:
            await self._postpone(job, job.deadline_at - now)

    async def _ask(self, job: Job, task_id: TaskId) -> None:
        poll_every = self.catalogue.limits[job.provider].poll_every
        try:
            update = await self.providers[job.provider].status(task_id, self.orders.bare(job))
        except ProviderBusy as error:
            return await self._postpone(job, max(poll_every, error.retry_after))
        except (TimeError, OperatorError) as error:
            log.warning("status_not_told", job=job.id, provider=job.provider, error=type(error).__name__)
            return await self._postpone(job, poll_every)
        event = to_event(update)
        if event is None:
            return await self._postpone(job, poll_every)
        now = self.clock.now()
        return await self._change(job, event, now, due_at=now + poll_every)

    async def _change(self, seen: Job, event: JobEvent, now: datetime, *, due_at: datetime | None = None) -> None:
        lease = self.deliver.free_lease() if isinstance(event, Rendered) else None

        last_seen = LastSeen(seen)

        async def work(tx: Transaction) -> Job | None:
            job = await last_seen.get(tx)
            if job is None or (isinstance(event, AnswerLost | DeadlinePassed) and job.version != seen.version):
                return None
            after = await change_job(
                tx, job, event, now, due_at=None if isinstance(event, Rendered) else due_at, deliver_under=lease
            )
            if after is not None and not after.is_final and after.status is not JobStatus.FETCHING:
                look_again(tx, after, now)
            return after

        after = await self.store.write(work)
        if after is not None:
            self.board.changed(after)
            if lease is not None and after.status is JobStatus.FETCHING:
                await self.deliver.leased(after)

    async def _postpone(self, seen: Job, wait: timedelta) -> None:
        """Nothing new: look again later. If the job changed meanwhile, whoever changed it has planned that already."""

        async def work(tx: Transaction) -> None:
            job = await tx.jobs.get(seen.id)
            if job is None or job.version != seen.version:
                return
            now = self.clock.now()
            look_again(tx, await save_job(tx, replace(job, due_at=min(now + wait, job.deadline_at)), now), now)

        await self.store.write(work)

    async def _enqueue(self, entry: QueueEntry) -> None:
        async def work(tx: Transaction) -> None:
            tx.enqueue(entry)

        await self.store.write(work)


def is_due(job: Job, now: datetime) -> bool:
    """Whether it is time to look, and nobody else is at work on the job."""
    if job.lease is not None and job.lease.until > now and job.task_id is None:
        return False
    return now >= min(job.due_at, job.deadline_at)


def to_event(update: ProviderUpdate) -> JobEvent | None:
    """What a provider's answer means for the job; None for nothing new."""
    match update:
        case Waiting():
            return None
        case Running(progress):
            return Progressed(progress)
        case Done(outputs):
            return Rendered(outputs[0]) if outputs else Failed(Reason.RESULT_BROKEN, "no output in the answer")
        case Ended(reason, detail):
            return Failed(reason, detail)
        case _:
            assert_never(update)
