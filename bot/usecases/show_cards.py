"""Keeps the status cards true: posts them, and edits them at a polite pace while their jobs move on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.chat import Card, Conversation
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.domain.job import Job, JobId, JobStatus
from bot.ports import Clock, Messenger, Store
from bot.usecases.card_faces import Face, Faces
from bot.usecases.draw_cards import Around, DrawCards

log = structlog.get_logger()

LOOK_AT_LINE_EVERY: Final = timedelta(seconds=10)
FIRST_CARD: Final = timedelta(seconds=20)
"""For so long, a card is left to the process that took the request: it may be posting it at this moment."""
WITHOUT_VIDEO: Final = (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST)
"""Ends that nobody has asked for."""
LATELY: Final = timedelta(minutes=1)
"""After a job has ended, its card is looked after for so long where several processes edit it."""
FAILED_PAUSE: Final = timedelta(seconds=5)
MOST_IN_LINE: Final = 50
"""Cards whose place in the line is kept up to date: those that wait first."""


@dataclass(slots=True, kw_only=True)
class CardBoard:
    """One card per job. `pace`: a card is edited at most this often, except when its job ends.

    Each conversation has a lane of its own with at most `concurrency` edits under way, so that one which its platform
    slows down holds up no other. `owns_database`: no other process works on it, so nobody else posts or edits cards.
    """

    store: Store
    clock: Clock
    cards: DrawCards
    messengers: Mapping[str, Messenger]
    pace: timedelta = timedelta(seconds=1)
    concurrency: int = 8
    owns_database: bool = True
    look_every: timedelta = LOOK_AT_LINE_EVERY
    _behind: dict[JobId, Job] = field(default_factory=dict)
    _faces: Faces = field(init=False)
    _shown: dict[JobId, tuple[str | None, int]] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _lanes: set[Conversation] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._faces = Faces(self.clock)

    def changed(self, job: Job) -> None:
        """Note that the card of this job is behind. Costs nothing: the edit comes later."""
        known = self._behind.get(job.id)
        if known is None or known.version <= job.version:
            self._behind[job.id] = job
            self._wake.set()

    async def post(self, job: Job, around: Around) -> Card:
        """Show the card of a new job now; where that fails the job goes on, and the card follows later."""
        card = self.cards.draw(job, around)
        self._faces.of(job.id).is_ours = True
        await self._try_to_show(job, card)
        return card

    async def ref_of(self, job_id: JobId) -> str | None:
        """The message that is this job's card."""
        face = self._faces.known(job_id)
        if face is not None and face.ref is not None:
            return face.ref
        return await self.store.read(lambda tx: tx.cards.ref(job_id))

    async def run(self) -> None:
        """Edit cards until cancelled."""
        await self._catch_up()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_the_line())
            while True:
                await self._wake.wait()
                self._wake.clear()
                for conversation, jobs in self._ready().items():
                    group.create_task(self._edit_lane(conversation, jobs))
                await self._note_shown()
                await asyncio.sleep(self.pace.total_seconds() / 4)
                if self._behind:
                    self._wake.set()

    async def flush(self) -> None:
        """Bring the cards up to date one last time, within two seconds; the next start does what is left."""
        try:
            async with asyncio.timeout(2):
                await self._edit(list(self._behind.values()))
                await self._note_shown()
        except TimeoutError:
            log.info("cards_left_for_the_next_start", count=len(self._behind))

    async def _catch_up(self, *, lately: bool = False) -> None:
        """The cards that the row has overtaken: all after a start, and those of a moment ago from then on."""
        now = self.clock.now()
        for job in await self.store.read(lambda tx: tx.cards.behind(1000)):
            is_old = job.finished_at is not None and now - job.finished_at > LATELY
            if job.conversation.platform in self.messengers and not (lately and is_old):
                self.changed(job)

    async def _follow_the_line(self) -> None:
        """Places in the line change without the job changing, and another process may have shown what was not new."""
        while True:
            await asyncio.sleep(self.look_every.total_seconds())
            try:
                await self._look_around()
            except Exception:
                log.exception("cards_not_looked_at")  # a database that is away for a while must not end all cards

    async def _look_around(self) -> None:
        for job_id in self._faces.waiting()[:MOST_IN_LINE]:
            await self._look_again(job_id)
        if not self.owns_database:
            await self._catch_up(lately=True)
            self._faces.forget_idle(self._behind)

    async def _note_shown(self) -> None:
        """Remember all messages posted or edited since the last time, in one transaction."""
        shown, self._shown = self._shown, {}
        if not shown:
            return

        try:
            await self.store.write(lambda tx: tx.cards.shown(shown))
        except Exception:
            log.exception("cards_not_noted", count=len(shown))
            self._shown = {**shown, **self._shown}
            return
        self._faces.forget_ended(shown)

    async def _look_again(self, job_id: JobId) -> None:
        job = await self.store.read(lambda tx: tx.jobs.get(job_id))
        if job is not None:
            self.changed(job)

    def _ready(self) -> Mapping[Conversation, Sequence[Job]]:
        """The jobs whose cards may be edited now, by conversation, where no lane is at work already."""
        now = self.clock.now()
        ready: dict[Conversation, list[Job]] = {}
        for job in self._behind.values():
            if job.conversation not in self._lanes and self._is_polite(job, now):
                ready.setdefault(job.conversation, []).append(job)
        return ready

    async def _edit_lane(self, conversation: Conversation, jobs: Sequence[Job]) -> None:
        self._lanes.add(conversation)
        try:
            await self._edit(jobs)
        finally:
            self._lanes.discard(conversation)
            self._wake.set()

    async def _edit(self, jobs: Sequence[Job]) -> None:
        limit = asyncio.Semaphore(self.concurrency)
        newest = [self._behind.pop(job.id, job) for job in jobs]  # they may have moved on since they were chosen
        async with asyncio.TaskGroup() as group:
            for job in sorted(newest, key=lambda job: not job.is_final):  # progress gives way to ends
                group.create_task(self._edit_one(job, limit))

    def _is_polite(self, job: Job, now: datetime) -> bool:
        face = self._faces.known(job.id)
        if face is None or face.edited_at is None:
            return True
        # The end of a job is shown at once, unless the platform asked for a pause.
        wait = face.pause if job.is_final else max(self.pace, face.pause)
        return not timedelta(0) <= now - face.edited_at < wait

    async def _edit_one(self, job: Job, limit: asyncio.Semaphore) -> None:
        try:
            async with limit:
                job = self._behind.pop(job.id, job)  # it may have moved on while it waited
                await self._try_to_show(job, None)
        except asyncio.CancelledError:
            self.changed(job)  # for whoever brings the cards up to date one last time
            raise

    async def _newest(self, job: Job) -> Job:
        """The job as it is; another process may have shown its end while we were to wait."""
        if self.owns_database:
            return job
        return await self.store.read(lambda tx: tx.jobs.get(job.id)) or job

    async def _try_to_show(self, job: Job, card: Card | None) -> None:
        """Show it; one card that cannot be shown, or a database that is away, must not end all others."""
        face = self._faces.of(job.id)
        try:
            async with face.lock:
                if card is None:
                    job = await self._newest(job)
                try:
                    await self._show(job, face, card or await self.cards.anew(job))
                except ConversationGone:
                    await self._tell_directly(job, face)
        except ConversationGone:
            log.info("card_has_no_conversation", job=job.id)
            self._faces.forget(job.id)
        except DeliveryPaused as error:
            self._later(job, face, error.retry_after)
        except Exception:
            log.exception("card_failed", job=job.id)
            self._later(job, face, FAILED_PAUSE)

    async def _tell_directly(self, job: Job, face: Face) -> None:
        """A video finds its person when its place is gone; so does the word that there will be none.

        Raises `ConversationGone` where there is nothing of the kind to say, or nowhere to say it.
        """
        messenger = self.messengers[job.conversation.platform]
        direct = await messenger.direct(job.requester) if job.status in WITHOUT_VIDEO else None
        if direct is None:
            raise ConversationGone
        await messenger.say(direct, self.cards.in_words(job))
        self._shown[job.id] = (face.ref, job.version)
        self._faces.forget(job.id)  # its card will never say more
        self._wake.set()

    def _is_for_another(self, job: Job, face: Face) -> bool:
        is_young = self.clock.now() - job.created_at < FIRST_CARD
        return is_young and not (self.owns_database or face.is_ours)

    def _later(self, job: Job, face: Face, pause: timedelta) -> None:
        face.edited_at, face.pause = self.clock.now(), pause
        self.changed(job)

    async def _show(self, job: Job, face: Face, card: Card) -> None:
        messenger = self.messengers.get(job.conversation.platform)
        if messenger is None or face.version > job.version or face.card == card:
            return
        if face.ref is None and (job.version > 0 or not face.is_ours):
            face.ref = await self.store.read(lambda tx: tx.cards.ref(job.id))
        if face.ref is None and self._is_for_another(job, face):
            raise DeliveryPaused(self.pace)
        face.edited_at, face.pause = self.clock.now(), timedelta(0)
        face.ref = ref = await messenger.put_card(job.conversation, card, face.ref)
        face.card, face.version = card, job.version
        self._shown[job.id] = (ref, job.version)
        self._wake.set()
