"""Answers that only look: status, queue, history, quota, models, help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from bot import texts
from bot.commands import SANDBOX_TOPIC, Help, History, Models, Queue, Quota, Status
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Notice, Requester, refusal
from bot.domain.job import Job, JobId, JobStatus
from bot.domain.quota import QuotaLine
from bot.ports import Clock, Store, Transaction
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.reach import can_be_private, is_own
from bot.usecases.show_history import ShowHistory

LAST: int = 20
"""Finished jobs that are offered for choosing one."""

Look = Status | Queue | History | Quota | Models | Help


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowJobs:
    """Every answer is for the person who asked. `tricks`: words that make a stand-in misbehave, and what each does."""

    store: Store
    clock: Clock
    catalogue: Catalogue
    policy: QuotaPolicy
    history: ShowHistory
    tricks: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, command: Look, requester: Requester) -> Notice:
        """Answer one of the commands that change nothing."""
        match command:
            case Status(job_id) if job_id is not None:
                return await self._one(job_id, requester)
            case Status():
                jobs = await self.store.read(lambda tx: tx.views.unfinished_of(requester))
                return texts.status_notice(jobs, self.clock.now(), requester.manner)
            case Queue():
                return await self._queue(requester)
            case History(page):
                return await self.history(page, requester)
            case Quota():
                return await self._quota(requester)
            case Models():
                return texts.models_notice(self.catalogue, requester.manner)
            case Help(topic) if topic == SANDBOX_TOPIC and self.tricks:
                return texts.tricks_notice(self.tricks)
            case Help(topic):
                return texts.help_notice(
                    topic,
                    has_tricks=bool(self.tricks),
                    can_be_private=can_be_private(requester),
                    manner=requester.manner,
                )
            case _:
                assert_never(command)

    async def _one(self, job_id: JobId, requester: Requester) -> Notice:
        job = await self.store.read(lambda tx: tx.jobs.get(job_id))
        if job is None or not is_own(job, requester):
            return refusal(texts.unknown_job(job_id, requester.manner))
        title = texts.model_title(job, self.catalogue.offer(job.provider, job.request.model))
        return texts.job_notice(job, title, self.clock.now())

    async def _queue(self, requester: Requester) -> Notice:
        async def look(tx: Transaction) -> tuple[int, int, list[tuple[Job, int | None]]]:
            waiting, running = await tx.views.totals()
            mine = await tx.views.unfinished_of(requester)
            return waiting, running, [(job, await _place(tx, job)) for job in mine]

        waiting, running, yours = await self.store.read(look)
        return texts.queue_notice(waiting=waiting, running=running, yours=yours, now=self.clock.now())

    async def jobs_of(self, requester: Requester) -> list[Job]:
        """This person's jobs, those on their way first: what an id can be chosen from."""

        async def look(tx: Transaction) -> list[Job]:
            return [*await tx.views.unfinished_of(requester), *await tx.views.recent_of(requester, LAST)]

        return await self.store.read(look)

    async def quota_hint(self, requester: Requester) -> str:
        """`7 videos left today`: the limit with the least left."""
        lines = await self._lines(requester)
        if not lines:
            return ""
        line, used = min(lines, key=lambda pair: pair[0].limit.amount - pair[1])
        return texts.quota_left(line, used)

    async def _quota(self, requester: Requester) -> Notice:
        return texts.quota_notice(await self._lines(requester), self.clock.now())

    async def _lines(self, requester: Requester) -> tuple[tuple[QuotaLine, int], ...]:
        lines = self.policy.empty_lines(requester, self.clock.now())

        async def look(tx: Transaction) -> list[int]:
            return [await tx.quota.used(line) for line in lines]

        return tuple(zip(lines, await self.store.read(look), strict=True))


async def _place(tx: Transaction, job: Job) -> int | None:
    return await tx.views.waiting_before(job) if job.status is JobStatus.ACCEPTED else None
