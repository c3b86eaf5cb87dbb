"""Keeps the status cards true: posts them, and edits them at a polite pace while their jobs move on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import texts
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Card
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.domain.job import Job, JobId, JobStatus
from bot.ports import Clock, Messenger, Store, Transaction
from bot.usecases.quota_policy import QuotaPolicy

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class CardBoard:
    """One card per job. `pace`: a card is edited at most this often, except when its job ends.

    `concurrency` bounds the edits under way at one time, over all conversations.
    """

    store: Store
    clock: Clock
    catalogue: Catalogue
    policy: QuotaPolicy
    messengers: Mapping[str, Messenger]
    pace: timedelta = timedelta(seconds=1)
    concurrency: int = 8
    _behind: dict[JobId, Job] = field(default_factory=dict)
    _edited: dict[JobId, datetime] = field(default_factory=dict)
    _refs: dict[JobId, str] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def changed(self, job: Job) -> None:
        """Note that the card of this job is behind. Costs nothing: the edit comes later."""
        known = self._behind.get(job.id)
        if known is None or known.version <= job.version:
            self._behind[job.id] = job
            self._wake.set()

    async def post(self, job: Job) -> Card:
        """Show the card now; where that fails the job goes on, and the card follows later."""
        card = await self._draw(job)
        try:
            await self._show(job, card)
        except Exception:
            log.exception("card_failed", job=job.id)
            self.changed(job)
        return card

    async def run(self) -> None:
        """Edit cards until cancelled."""
        await self._catch_up()
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._edit_ready()
            if self._behind:
                await asyncio.sleep(self.pace.total_seconds() / 4)
                self._wake.set()

    async def flush(self) -> None:
        """Bring the cards up to date one last time, within two seconds; the next start does what is left."""
        try:
            async with asyncio.timeout(2):
                await self._edit(list(self._behind.values()))
        except TimeoutError:
            log.info("cards_left_for_the_next_start", count=len(self._behind))

    async def _catch_up(self) -> None:
        """After a start: the cards that the row has overtaken."""
        for job in await self.store.read(lambda tx: tx.cards.behind(1000)):
            self.changed(job)

    async def _edit_ready(self) -> None:
        now = self.clock.now()
        await self._edit([job for job in self._behind.values() if job.is_final or self._is_polite(job.id, now)])

    async def _edit(self, jobs: Sequence[Job]) -> None:
        limit = asyncio.Semaphore(self.concurrency)
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                del self._behind[job.id]
                group.create_task(self._edit_one(job, limit))

    def _is_polite(self, job_id: JobId, now: datetime) -> bool:
        last = self._edited.get(job_id)
        return last is None or not timedelta(0) <= now - last < self.pace

    async def _edit_one(self, job: Job, limit: asyncio.Semaphore) -> None:
        async with limit:
            try:
                await self._show(job, await self._draw(job))
            except Exception:
                # One card that cannot be drawn, or a database that is away, must not end all others.
                log.exception("card_failed", job=job.id)
                self._edited[job.id] = self.clock.now()
                self.changed(job)

    async def _show(self, job: Job, card: Card) -> None:
        messenger = self.messengers.get(job.conversation.platform)
        if messenger is None:
            return
        self._edited[job.id] = self.clock.now()
        try:
            ref = await messenger.put_card(job.conversation, card, await self._ref(job.id))
        except DeliveryPaused as error:
            await asyncio.sleep(min(error.retry_after.total_seconds(), 5))
            self.changed(job)
            return
        except ConversationGone:
            log.info("card_has_no_conversation", job=job.id)
            return
        self._remember(job, ref)
        await self.store.write(lambda tx: tx.cards.shown(job.id, ref, job.version))

    async def _ref(self, job_id: JobId) -> str | None:
        known = self._refs.get(job_id)
        return known or await self.store.read(lambda tx: tx.cards.ref(job_id))

    def _remember(self, job: Job, ref: str) -> None:
        if not job.is_final:
            self._refs[job.id] = ref
            return
        self._refs.pop(job.id, None)
        self._edited.pop(job.id, None)

    async def _draw(self, job: Job) -> Card:
        now = self.clock.now()

        async def look(tx: Transaction) -> tuple[int | None, int]:
            position = await tx.views.waiting_before(job) if job.status is JobStatus.ACCEPTED else None
            line = self.policy.empty_lines(job.requester, now)[0]
            return position, line.limit.amount - await tx.quota.used(line)

        position, left = await self.store.read(look)
        offer = self.catalogue.offer(job.provider, job.request.model)
        return texts.job_card(job, offer=offer, position=position, quota_left=left, now=now)
