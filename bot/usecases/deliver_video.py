"""A finished video on its way: download, check, fit to the platform's limit, post once, settle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.errors import (
    ConversationGone,
    DeliveryPaused,
    ForbiddenAddress,
    OperatorError,
    ProviderUnreachable,
    ResultExpired,
    ResultTooLarge,
    SoraError,
    StorageFull,
    TimeError,
    TooLargeToPost,
)
from bot.domain.job import PLATFORM_PATIENCE, Job, JobId, JobStatus
from bot.domain.job_events import JobEvent, Lease, Output, Posted
from bot.domain.video import ProviderName
from bot.ports import (
    Clock,
    Done,
    Downloads,
    MediaTools,
    QueueEntry,
    Spool,
    Step,
    Store,
    Transaction,
    VideoProvider,
)
from bot.usecases.change_job import LastSeen, change_job, save_job
from bot.usecases.orders import Orders
from bot.usecases.post_video import PostVideo
from bot.usecases.reasons import failed
from bot.usecases.show_cards import CardBoard

log = structlog.get_logger()

LEASE: Final = timedelta(seconds=60)
MAX_TRIES: Final = 5
MAX_SECONDS: Final = 900
GONE: Final = (ResultExpired, ProviderUnreachable)
"""What may mean that the video lies elsewhere by now: addresses expire, and servers move."""

HOPELESS: Final = (ForbiddenAddress, ResultTooLarge, TooLargeToPost, ConversationGone)
"""What no second try can change."""


class LeaseLost(Exception):
    """Somebody else took the job over; whatever we did for it counts for nothing."""


@dataclass(slots=True, kw_only=True)
class DeliverVideo:
    """The worker of `Step.DELIVER`. `at_once` bounds the deliveries of this process at one time."""

    store: Store
    clock: Clock
    providers: Mapping[ProviderName, VideoProvider]
    orders: Orders
    downloads: Downloads
    media: MediaTools
    spool: Spool
    post: PostVideo
    board: CardBoard
    owner: str
    at_once: int = 32
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.at_once)

    async def __call__(self, key: str) -> None:
        """Deliver this job, if it is ready and nobody else is at it."""
        async with self._places:
            job = await self._take(JobId(key))
            if job is not None:
                await self._deliver_taken(job)

    def free_lease(self) -> Lease | None:
        """A lease for whoever wants to hand a job straight to `leased`; None while all places are taken."""
        return None if self._places.locked() else Lease(self.owner, self.clock.now() + LEASE)

    async def leased(self, job: Job) -> None:
        """Deliver a job that has come with a lease of ours; back into the queue where the places went meanwhile.

        Nobody renews a lease while its job waits for a place.
        """
        if self._places.locked():
            await self._hand_back(job)
            return
        async with self._places:
            await self._deliver_taken(job)

    async def _deliver_taken(self, job: Job) -> None:
        event = await self._try(job)
        if event is not None:
            await self._finish(job, event)

    async def _try(self, job: Job) -> JobEvent | None:
        """One try; None when there will be another, which is already planned."""
        try:
            async with asyncio.timeout(MAX_SECONDS), self._kept_lease(job):
                return Posted(await self._deliver(job))
        except LeaseLost:
            log.warning("delivery_taken_over", job=job.id)
            return None
        except asyncio.CancelledError:
            await asyncio.shield(self._hand_back(job))
            raise
        except (SoraError, OSError, TimeoutError) as error:
            log.warning("delivery_failed", job=job.id, tries=job.deliveries, error=type(error).__name__)
            return await self._again_or_failed(job, error)
        except Exception as error:
            log.exception("delivery_broke", job=job.id)
            return await self._again_or_failed(job, error)

    async def _deliver(self, job: Job) -> str:
        assert job.output is not None  # FETCHING has an output, by the table
        # An earlier try may have died between the post and the row; then there is nothing left to do.
        earlier = await self.post.find(job) if job.deliveries > 1 else None
        if earlier is not None:
            return earlier
        async with self.spool.room(job.id) as path:
            await self.downloads.fetch_video(job.provider, job.output, path)
            return await self.post(job, await self.media.check_video(path), path)

    async def _take(self, job_id: JobId) -> Job | None:
        """Put our lease on the job."""

        async def work(tx: Transaction) -> Job | None:
            job = await tx.jobs.get(job_id)
            now = self.clock.now()
            if job is None or job.status is not JobStatus.FETCHING or job.due_at > now:
                return None
            if job.lease is not None and job.lease.until > now:
                return None
            lease = Lease(self.owner, now + LEASE)
            return await save_job(tx, replace(job, lease=lease, deliveries=job.deliveries + 1), now)

        return await self.store.write(work)

    @asynccontextmanager
    async def _kept_lease(self, job: Job) -> AsyncIterator[None]:
        """Renew the lease while the body runs; the body is cancelled when the lease is lost."""
        try:
            async with asyncio.TaskGroup() as group:
                renewal = group.create_task(self._renew(job))
                yield
                renewal.cancel()
        except BaseExceptionGroup as group_error:
            # A single failure inside the group is the failure we mean.
            raise group_error.exceptions[0] from None

    async def _renew(self, job: Job) -> None:
        async def work(tx: Transaction) -> None:
            fresh = await tx.jobs.get(job.id)
            now = self.clock.now()
            if fresh is None or fresh.lease is None or fresh.lease.owner != self.owner:
                raise LeaseLost
            await save_job(tx, replace(fresh, lease=Lease(self.owner, now + LEASE)), now)

        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            await self.store.write(work)

    async def _finish(self, job: Job, event: JobEvent) -> None:
        last_seen = LastSeen(job)

        async def work(tx: Transaction) -> Job | None:
            fresh = await last_seen.get(tx)
            return None if fresh is None else await change_job(tx, fresh, event, self.clock.now())

        after = await self.store.write(work)
        if after is not None:
            self.board.changed(after)

    async def _again_or_failed(self, job: Job, error: Exception) -> JobEvent | None:
        """Plan another try, or say that this was the last one."""
        now = self.clock.now()
        last_at = last_try_at(job, error)
        is_over = now >= last_at or isinstance(error, HOPELESS)
        patient = isinstance(error, StorageFull | DeliveryPaused)
        if is_over or (job.deliveries >= MAX_TRIES and not patient):
            return failed(error)
        output = await self._fresh_output(job) if isinstance(error, GONE) else job.output
        if output is None and isinstance(error, ResultExpired):
            return failed(error)
        wait = retry_after(job.deliveries)
        if isinstance(error, DeliveryPaused):
            wait = max(wait, error.retry_after)
        due_at = min(now + wait, last_at)

        async def work(tx: Transaction) -> None:
            fresh = await tx.jobs.get(job.id)
            if fresh is None or fresh.status is not JobStatus.FETCHING:
                return
            after = replace(
                fresh,
                lease=None,
                output=output or fresh.output,
                due_at=due_at,
                deadline_at=max(fresh.deadline_at, last_at),
            )
            await save_job(tx, after, now, history="retrying")
            tx.enqueue(QueueEntry(Step.DELIVER, job.id, due_at - now))

        await self.store.write(work)
        return None

    async def _hand_back(self, job: Job) -> None:
        """Give the lease up, so that nobody need wait for its end: another place, or the next process."""

        async def work(tx: Transaction) -> None:
            fresh = await tx.jobs.get(job.id)
            if fresh is not None and fresh.lease is not None and fresh.lease.owner == self.owner:
                await save_job(tx, replace(fresh, lease=None), self.clock.now())
                tx.enqueue(QueueEntry(Step.DELIVER, job.id))

        await self.store.write(work)

    async def _fresh_output(self, job: Job) -> Output | None:
        """Ask once more where the video is; None when the answer is the same."""
        if job.task_id is None:
            return None
        try:
            update = await self.providers[job.provider].status(job.task_id, self.orders.bare(job))
        except (TimeError, OperatorError) as error:
            log.warning("status_not_told", job=job.id, provider=job.provider, error=type(error).__name__)
            return job.output  # the next try fails at the same address and asks again
        if isinstance(update, Done) and update.outputs and update.outputs[0] != job.output:
            return update.outputs[0]
        return None


def last_try_at(job: Job, error: Exception) -> datetime:
    """Until when it is tried. The video is made and paid for: a platform that is away for hours shall not cost it."""
    if isinstance(error, DeliveryPaused) and job.rendered_at is not None:
        return max(job.deadline_at, job.rendered_at + PLATFORM_PATIENCE)
    return job.deadline_at


def retry_after(tries: int) -> timedelta:
    """1, 2, 4 … up to 30 seconds."""
    return timedelta(seconds=min(30, 2 ** max(0, tries - 1)))
