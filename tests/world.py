"""A whole bot on a real store, with fakes at the other ports: people ask, time passes, the provider answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.catalogue import Catalogue
from bot.domain.chat import Action, Cards, Notice, Reply
from bot.domain.job import Job, JobId
from bot.domain.quota import Unit
from bot.ports import ProviderUpdate, Step, Store
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.record_callback import CallbackOutcome
from bot.usecases.services import Ports, UseCases, new_id, wire
from tests.builders import APIXO, a_catalogue, a_conversation, a_requester
from tests.fakes import FakeClock, FakeDownloads, FakeMedia, FakeMessenger, FakeProvider, FakeQueue, FakeSpool


@dataclass(slots=True, kw_only=True)
class World:
    """`queue` must be the one the store enqueues into, where the store takes one."""

    store: Store
    folder: Path
    queue: FakeQueue = field(default_factory=FakeQueue)
    clock: FakeClock = field(default_factory=FakeClock)
    provider: FakeProvider = field(default_factory=FakeProvider)
    downloads: FakeDownloads = field(default_factory=FakeDownloads)
    media: FakeMedia = field(default_factory=FakeMedia)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    catalogue: Catalogue = field(default_factory=a_catalogue)
    daily_videos: int = 10
    has_callbacks: bool = True
    owns_database: bool = True
    make_id: Callable[[], str] = new_id
    spool: FakeSpool = field(init=False)
    usecases: UseCases = field(init=False)
    jobs: list[JobId] = field(default_factory=list)
    _events: itertools.count[int] = field(default_factory=itertools.count)
    _owners: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.spool = FakeSpool(self.folder)
        self.restart()

    def restart(self) -> None:
        """A new process on the same database: everything in memory is gone."""
        self.queue.entries.clear()
        self.queue.delayed.clear()
        self.usecases = wire(
            Ports(
                store=self.store,
                queue=self.queue,
                clock=self.clock,
                catalogue=self.catalogue,
                policy=self.policy,
                providers={APIXO: self.provider},
                downloads=self.downloads,
                media=self.media,
                spool=self.spool,
                messengers={"web": self.messenger, "discord": self.messenger},
                callback_url=lambda provider, job: f"https://bot/{provider}/{job}" if self.has_callbacks else None,
                image_link=lambda image: f"https://bot/images/{image}",
                owner=f"process-{next(self._owners)}",
                new_id=self.make_id,
                between_claims=timedelta(0),
                owns_database=self.owns_database,
            )
        )

    @property
    def policy(self) -> QuotaPolicy:
        return QuotaPolicy(self.daily_videos)

    async def ask(
        self,
        text: str,
        *,
        user: str = "ann",
        channel: str = "studio",
        event: str | None = None,
        image: bytes | None = None,
    ) -> Reply:
        """Somebody writes to the bot."""
        event_id = event or f"event-{next(self._events)}"
        reply = await self.usecases.answer.text(
            text,
            requester=a_requester(user),
            conversation=a_conversation(channel),
            event_id=event_id,
            image=image,
        )
        if isinstance(reply, Cards):
            self.jobs += [JobId(card.job_id) for card in reply.cards]
        return reply

    async def press(self, action: Action, job_id: str, *, user: str = "ann") -> Notice:
        """Somebody presses a button that is answered with a sentence."""
        reply = await self.usecases.answer.press(
            action,
            job_id,
            requester=a_requester(user),
            conversation=a_conversation("studio"),
            event_id=f"event-{next(self._events)}",
        )
        assert isinstance(reply, Notice), reply
        return reply

    async def accept(self, text: str = "a red kite", *, user: str = "ann") -> JobId:
        """Somebody asks for one video and gets it accepted."""
        reply = await self.ask(text, user=user)
        assert isinstance(reply, Cards), reply
        return JobId(reply.cards[0].job_id)

    async def refused(self, text: str, *, user: str = "ann") -> str:
        """Somebody asks, and reads this sentence instead of a card."""
        reply = await self.ask(text, user=user)
        assert isinstance(reply, Notice), reply
        return reply.text

    async def work(self) -> None:
        """Let the workers do all that is queued now."""
        await self.queue.drain(self.usecases.steps)

    async def pass_time(self, span: timedelta) -> None:
        """Move the clock, let delayed entries come due and the sweep run, and work."""
        self.clock.pass_time(span)
        self.queue.release()
        await self.usecases.resume.sweep()
        await self.work()

    async def call_back(self, job_id: JobId, update: ProviderUpdate | None = None) -> CallbackOutcome:
        """The provider ends the job's task and calls."""
        task_id = self.provider.finish(job_id, update)
        return await self.usecases.record_callback(APIXO, job_id, {}, task_id.encode())

    async def posted(self, text: str = "a red kite", *, user: str = "ann") -> JobId:
        """A whole job, from request to post."""
        job_id = await self.accept(text, user=user)
        await self.work()
        await self.call_back(job_id)
        await self.work()
        return job_id

    async def job(self, job_id: JobId) -> Job:
        job = await self.store.read(lambda tx: tx.jobs.get(job_id))
        assert job is not None
        return job

    async def used(self, user: str = "ann") -> int:
        """How many videos of today's quota are taken."""
        line = self.policy.lines(a_requester(user), {Unit.VIDEOS: 0}, self.clock.now())[0]
        return await self.store.read(lambda tx: tx.quota.used(line))

    async def card(self, job_id: JobId) -> str:
        """What the job's card says now: title and note."""
        await self.usecases.board.flush()
        card = self.messenger.cards[job_id]
        return f"{card.title}. {card.note}"

    @property
    def steps(self) -> set[Step]:
        return {entry.step for entry in self.queue.entries}
