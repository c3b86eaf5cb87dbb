"""What a job's card says at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Card, Notice
from bot.domain.job import Closing, Job, JobStatus
from bot.ports import Clock, Store, Transaction
from bot.usecases.quota_left import Left, QuotaLeft


@dataclass(frozen=True, slots=True)
class Around:
    """What a card says beside its job: how many go first (None: none do any more), and the words for what is left."""

    position: int | None
    quota_left: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCards:
    """Reads what a card needs beside its job, and has it put into words."""

    store: Store
    clock: Clock
    catalogue: Catalogue
    quota_left: QuotaLeft

    async def look_around(self, tx: Transaction, job: Job, left: Left | None = None) -> Around:
        """Read what the card needs beside its job; `left` where the caller knows it."""
        position = await tx.views.waiting_before(job) if job.status is JobStatus.ACCEPTED else None
        left = left or await self.quota_left.read(tx, job.requester)
        return Around(position, left.words)

    def draw(self, job: Job, around: Around) -> Card:
        """The job's card as it should look now."""
        return texts.job_card(
            job,
            offer=self.catalogue.offer(job.provider, job.request.model),
            position=around.position,
            quota_left=around.quota_left,
            now=self.clock.now(),
        )

    async def anew(self, job: Job) -> Card:
        """The card of a job that has moved on; the database is only asked for what was not read a moment ago."""
        # A release has just changed what is left: that is what this card is there to say.
        left = None if job.closing is Closing.RELEASED else self.quota_left.lately(job.requester)
        if left is not None and job.status is not JobStatus.ACCEPTED:
            return self.draw(job, Around(None, left.words))
        return self.draw(job, await self.store.read(lambda tx: self.look_around(tx, job, left)))

    def in_words(self, job: Job) -> Notice:
        """How a job without a video ended, for its person where the card cannot be seen."""
        title = texts.model_title(job, self.catalogue.offer(job.provider, job.request.model))
        return texts.told_directly(job, title, self.clock.now())
