"""Gives a provider's free places to waiting jobs, fairest first, and sends each at most once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain import pace
from bot.domain.catalogue import Catalogue, ProviderLimits
from bot.domain.errors import (
    OperatorError,
    PersonError,
    ProviderBusy,
    ProviderTrouble,
    ProviderUnreachable,
    StorageFull,
)
from bot.domain.job import Job, JobStatus
from bot.domain.job_events import AnswerLost, DeadlinePassed, HandedBack, JobEvent, Lease, Submitted, TaskId
from bot.domain.video import ProviderName
from bot.ports import Clock, Gate, QueueEntry, Step, Store, Transaction, VideoProvider
from bot.usecases.change_job import LastSeen, change_job, claim_jobs
from bot.usecases.orders import Orders
from bot.usecases.reasons import failed
from bot.usecases.schedule import look_again
from bot.usecases.show_cards import CardBoard

log = structlog.get_logger()

BATCH: Final = 64
"""Jobs claimed in one transaction."""

SUBMIT_LEASE: Final = timedelta(seconds=120)
"""Longer than any submit may take: a lease that ran out means the process that sent it is gone."""


@dataclass(slots=True, kw_only=True)
class SubmitJobs:
    """The worker of `Step.SUBMIT`. `owner` names this process on leases.

    `between_claims` is the longest that a job waits for others to be claimed with it.
    """

    store: Store
    clock: Clock
    catalogue: Catalogue
    providers: Mapping[ProviderName, VideoProvider]
    orders: Orders
    board: CardBoard
    owner: str
    between_claims: timedelta = timedelta(milliseconds=25)
    _claiming: dict[ProviderName, asyncio.Lock] = field(default_factory=dict)
    _waiting: set[ProviderName] = field(default_factory=set)
    _next_claim: dict[ProviderName, float] = field(default_factory=dict)

    async def __call__(self, key: str) -> None:
        """Claim what may go out now, and send it. Calls that come while one waits its turn are one call."""
        provider = ProviderName(key)
        if provider in self._waiting or provider not in self.providers:
            return
        self._waiting.add(provider)
        async with self._claiming.setdefault(provider, asyncio.Lock()):
            await self._take_turns(provider)
            self._waiting.discard(provider)
            jobs = await self.store.write(lambda tx: self._claim(tx, provider))
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                if job.is_final:
                    self.board.changed(job)
                else:
                    group.create_task(self._send(job))

    async def _take_turns(self, provider: ProviderName) -> None:
        """Right after a claim, wait a little: under load one claim then serves many jobs instead of one."""
        now = asyncio.get_running_loop().time()
        next_at = self._next_claim.get(provider, now)
        self._next_claim[provider] = max(now, next_at) + self.between_claims.total_seconds()
        if next_at > now:
            await asyncio.sleep(next_at - now)

    async def _claim(self, tx: Transaction, provider: ProviderName) -> list[Job]:
        now = self.clock.now()
        limits = self.catalogue.limits[provider]
        waiting = await tx.jobs.claimable(provider, now, BATCH)
        if not waiting:
            return []
        gate = await self._open_gate(tx, limits, now)
        if gate is None:
            return []
        free = limits.max_tasks - await tx.jobs.slots_taken(provider, now)
        count = min(free, gate.tokens_milli // pace.MILLI, BATCH)
        if count <= 0:
            return await self._wait_for_tokens(tx, limits, gate, free)
        lease = Lease(self.owner, now + SUBMIT_LEASE)
        in_time = [job for job in waiting[:count] if now < job.deadline_at]
        claimed = await claim_jobs(tx, in_time, lease, now)
        # A job whose time is over is not sent any more: it would be paid for and thrown away.
        overdue = [
            await change_job(tx, job, DeadlinePassed(), now) for job in waiting[:count] if now >= job.deadline_at
        ]
        await tx.gates.set(replace(gate, tokens_milli=gate.tokens_milli - len(claimed) * pace.MILLI))
        if count < free and len(waiting) >= count:
            # More may be waiting, and places are left. (A place that is freed later asks for itself.)
            tx.enqueue(QueueEntry(Step.SUBMIT, provider))
        return [*claimed, *(job for job in overdue if job is not None)]

    async def _open_gate(self, tx: Transaction, limits: ProviderLimits, now: datetime) -> Gate | None:
        """The gate with its tokens refilled, or None while the provider asked us to wait."""
        per_minute = limits.max_requests_per_minute
        gate = await tx.gates.hold(limits.provider, now, pace.capacity_milli(per_minute))
        if gate.paused_until is not None and gate.paused_until > now:
            tx.enqueue(QueueEntry(Step.SUBMIT, limits.provider, gate.paused_until - now))
            return None
        tokens = pace.refill(gate.tokens_milli, gate.refilled_at, now, per_minute)
        return replace(gate, tokens_milli=tokens, refilled_at=now, paused_until=None)

    async def _wait_for_tokens(self, tx: Transaction, limits: ProviderLimits, gate: Gate, free: int) -> list[Job]:
        """Come back when a request may pass. Without a free place, the job that frees one says so itself."""
        if free > 0:
            wait = pace.wait_ms(gate.tokens_milli, limits.max_requests_per_minute)
            tx.enqueue(QueueEntry(Step.SUBMIT, limits.provider, timedelta(milliseconds=wait)))
        return []

    async def _send(self, job: Job) -> None:
        try:
            event = await self._ask_provider(job)
        except asyncio.CancelledError:
            # We are stopping with a request under way: the next process need not wait for the end of our lease.
            await asyncio.shield(
                self.store.write(lambda tx: self._record(tx, LastSeen(job), AnswerLost(), self.clock.now()))
            )
            raise
        now, sent = self.clock.now(), LastSeen(job)
        after = await self.store.write(lambda tx: self._record(tx, sent, event, now))
        if after is not None:
            self.board.changed(after)
        if after is not None and after.status is JobStatus.CANCELLED and after.task_id is not None:
            await self._stop(after, after.task_id)

    async def _ask_provider(self, job: Job) -> JobEvent:
        """Send the order; whatever comes back, or does not, is one event."""
        try:
            task_id = await self.providers[job.provider].submit(await self.orders.of(job))
        except ProviderBusy as error:
            await self._pause(job.provider, error.retry_after)
            return HandedBack(self.clock.now() + error.retry_after)
        except (ProviderUnreachable, StorageFull):
            return HandedBack(self.clock.now() + backoff(job.attempts))
        except ProviderTrouble:
            log.warning("submit_answer_lost", job=job.id, provider=job.provider)
            return AnswerLost()
        except (PersonError, OperatorError) as error:
            log.warning("submit_refused", job=job.id, provider=job.provider, error=type(error).__name__)
            return failed(error)
        except Exception:
            # Nobody knows whether it was sent: the careful answer is that it may have been.
            log.exception("submit_broke", job=job.id)
            return AnswerLost()
        return Submitted(task_id)

    async def _record(self, tx: Transaction, sent: LastSeen, event: JobEvent, now: datetime) -> Job | None:
        job = await sent.get(tx)
        if job is None:
            return None
        due_at = self._due_after(job, event, now)
        after = await change_job(tx, job, event, now, due_at=due_at)
        if after is None or after.is_final:
            return after
        if isinstance(event, HandedBack):
            tx.enqueue(QueueEntry(Step.SUBMIT, job.provider, max(timedelta(0), event.retry_at - now)))
        else:
            look_again(tx, after, now)
        return after

    def _due_after(self, job: Job, event: JobEvent, now: datetime) -> datetime | None:
        limits = self.catalogue.limits[job.provider]
        has_callback = self.orders.bare(job).callback_url is not None
        match event:
            case Submitted() | AnswerLost() if job.task_id is not None:
                return now  # a callback overtook the answer, and what it said may still have to be confirmed
            case Submitted():
                return now + (limits.callback_patience if has_callback else limits.first_poll)
            case AnswerLost():
                # Only the callback can tell now; without one there is nothing to wait for.
                return job.deadline_at if has_callback else now
            case _:
                return None

    async def _pause(self, provider: ProviderName, wait: timedelta) -> None:
        async def close(tx: Transaction) -> None:
            now = self.clock.now()
            gate = await tx.gates.hold(provider, now, 0)
            await tx.gates.set(replace(gate, paused_until=max(now + wait, gate.paused_until or now)))

        await self.store.write(close)

    async def _stop(self, job: Job, task_id: TaskId) -> None:
        """The person cancelled while we were sending: tell the provider, where it listens."""
        try:
            await self.providers[job.provider].cancel(task_id, self.orders.bare(job))
        except Exception as error:  # noqa: BLE001 - the job is over for us; the provider's own end frees its place
            log.warning("cancel_not_passed_on", job=job.id, error=type(error).__name__)


def backoff(attempts: int) -> timedelta:
    """2, 4, 8 … up to 60 seconds."""
    return timedelta(seconds=min(60, 2 ** min(attempts, 6)))
