"""A person asks for a video: check, reserve, insert and enqueue in one transaction, then show the card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import texts
from bot.commands import Create
from bot.domain.catalogue import Catalogue, Offer
from bot.domain.chat import Cards, Conversation, Reply, Requester, refusal
from bot.domain.errors import BadImage
from bot.domain.job import Job, JobId
from bot.domain.quota import QuotaDenied, Unit
from bot.domain.rules import Closed
from bot.domain.video import ImageId, ReferenceImage, VideoRequest
from bot.grammar import Problem, Resolved, resolve
from bot.ports import Clock, Downloads, MediaTools, QueueEntry, Step, Store, Transaction
from bot.usecases.draw_cards import Around, DrawCards
from bot.usecases.expectations import Expectations
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.show_cards import CardBoard


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Who asks, where, and the platform's own id of the message, which makes a repeat harmless."""

    requester: Requester
    conversation: Conversation
    event_id: str
    image: bytes | None = None


class _NotAccepted(Exception):
    """Rolls the transaction back; carries the line that did not fit, or the rule that stands against it."""

    def __init__(self, why: QuotaDenied | Closed) -> None:
        super().__init__()
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestVideo:
    """Accepts requests. `new_id` makes ids a person can type."""

    store: Store
    clock: Clock
    catalogue: Catalogue
    policy: QuotaPolicy
    downloads: Downloads
    media: MediaTools
    cards: DrawCards
    board: CardBoard
    expectations: Expectations
    new_id: Callable[[], str]

    async def __call__(self, command: Create, ask: Ask) -> Reply:
        """Accept the request and post a card for each of its jobs, or say why not."""
        resolved = resolve(command, self.catalogue, has_image=ask.image is not None)
        if isinstance(resolved, Problem):
            return refusal(texts.problem(resolved, ask.requester.manner))
        try:
            image = await self._image(command, resolved, ask.image)
        except BadImage as error:
            return replace(refusal(texts.bad_image(error)), is_about_picture=True)
        return await self.accept(to_request(command, resolved), resolved.offer, command.count, ask, image)

    async def accept(self, request: VideoRequest, offer: Offer, count: int, ask: Ask, image: bytes | None) -> Reply:
        """Reserve and insert `count` jobs, all or none."""
        now = self.clock.now()
        expected = await self.expectations.of(request, offer)
        jobs = [self._job(request, offer, ask, now, has_image=image is not None) for _ in range(count)]
        jobs = [replace(job, expected=expected) for job in jobs]
        try:
            accepted = await self.store.write(lambda tx: self._insert(tx, jobs, ask, image, now))
        except _NotAccepted as error:
            return refusal(_why_not(error.why, now))
        return Cards(cards=tuple([await self.board.post(job, around) for job, around in accepted]))

    async def _insert(
        self, tx: Transaction, jobs: list[Job], ask: Ask, image: bytes | None, now: datetime
    ) -> list[tuple[Job, Around]]:
        if not await tx.seen.first_time(ask.requester.platform, ask.event_id, now):
            return []
        closed = await tx.rules.closed_for(ask.requester, ask.conversation)
        if closed is not None:
            raise _NotAccepted(closed)
        added = []
        used: Sequence[int] = ()
        for number, job in enumerate(jobs):
            inserted, reserved = await self._add(tx, job, image, now)
            if isinstance(reserved, QuotaDenied):
                raise _NotAccepted(_of_all(reserved, len(jobs), number))
            added.append(inserted)
            used = reserved
        tx.enqueue(QueueEntry(Step.SUBMIT, jobs[0].provider))
        left = self.cards.quota_left.note(ask.requester, used)
        return [(job, await self.cards.look_around(tx, job, left)) for job in added]

    async def _add(
        self, tx: Transaction, job: Job, image: bytes | None, now: datetime
    ) -> tuple[Job, Sequence[int] | QuotaDenied]:
        while not await tx.jobs.add(job, "accepted"):
            job = replace(job, id=JobId(self.new_id()))
        if image is not None:
            await tx.images.add(job.request.images[0].id, job.id, image, now)
        lines = self.policy.lines(job.requester, {Unit.VIDEOS: 1}, now)
        return job, await tx.quota.reserve(job.id, lines, now)

    def _job(self, request: VideoRequest, offer: Offer, ask: Ask, now: datetime, *, has_image: bool) -> Job:
        if has_image:
            request = replace(request, images=(ReferenceImage(ImageId(self.new_id() + self.new_id())),))
        return Job(
            id=JobId(self.new_id()),
            requester=ask.requester.on_record,
            conversation=ask.conversation,
            request=request,
            provider=offer.provider,
            created_at=now,
            deadline_at=now + offer.deadline,
            due_at=now,
            price_microusd=offer.price.of(request.seconds) if offer.price else None,
            expected=offer.expected,
            cancel_stops_bill=offer.cancel_stops_bill,
        )

    async def _image(self, command: Create, resolved: Resolved, uploaded: bytes | None) -> bytes | None:
        """The reference image, fetched where it was linked, fitted to the output."""
        data = uploaded
        if data is None and command.image_url is not None:
            data = await self.downloads.fetch_image(command.image_url)
        if data is None:
            return None
        return await self.media.prepare_image(data, resolved.size, pad=command.pad)


def _of_all(denied: QuotaDenied, count: int, before: int) -> QuotaDenied:
    """What was refused to one of several that are taken together: then those before it are not taken, either."""
    line = denied.line
    return QuotaDenied(replace(line, amount=line.amount * count), denied.used - line.amount * before)


def _why_not(why: QuotaDenied | Closed, now: datetime) -> str:
    return texts.not_taken(why) if isinstance(why, Closed) else texts.quota_denied(why, now)


def to_request(command: Create, resolved: Resolved) -> VideoRequest:
    """The checked request of a command."""
    return VideoRequest(
        prompt=command.prompt,
        model=resolved.offer.model,
        seconds=resolved.seconds,
        shape=resolved.shape,
        size=resolved.size,
        seed=command.seed,
    )
