"""Fakes for the ports, working ones: they keep what they are told and fail when asked to. Each passes its contract."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.domain.errors import ConversationGone, ProviderTrouble
from bot.domain.job import JobId
from bot.domain.job_events import Output, TaskId
from bot.domain.video import ProviderName, Size
from bot.ports import Clip, Done, Order, PostedFile, ProviderUpdate, QueueEntry, Step, Waiting

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(slots=True)
class FakeClock:
    """Time that moves when told."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def pass_time(self, span: timedelta) -> None:
        """Move on (or back)."""
        self.moment += span


@dataclass(slots=True)
class FakeProvider:
    """A provider in memory. `answers` are used up one a submit: an error is raised, `lost` takes the task and fails."""

    answers: deque[BaseException | str] = field(default_factory=deque)
    was_uncertain: Counter[JobId] = field(default_factory=Counter)
    tasks: dict[TaskId, ProviderUpdate] = field(default_factory=dict)
    task_of: dict[JobId, TaskId] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    accepted: Counter[JobId] = field(default_factory=Counter)
    status_errors: deque[Exception] = field(default_factory=deque)
    next_updates: deque[ProviderUpdate] = field(default_factory=deque)
    status_calls: int = 0
    cancelled: list[TaskId] = field(default_factory=list)
    lost_error: Callable[[], Exception] | None = None

    async def submit(self, order: Order) -> TaskId:
        self.orders.append(order)
        answer = self.answers.popleft() if self.answers else "ok"
        if answer == "lost" or isinstance(answer, ProviderTrouble) or not isinstance(answer, Exception | str):
            self.was_uncertain[order.job_id] += 1
        if isinstance(answer, BaseException):
            raise answer
        task_id = TaskId(f"task-{order.job_id}-{self.accepted[order.job_id]}")
        self.accepted[order.job_id] += 1
        self.tasks[task_id] = Waiting()
        self.task_of[order.job_id] = task_id
        if answer == "lost" and self.lost_error is not None:
            raise self.lost_error()
        return task_id

    async def status(self, task_id: TaskId, order: Order) -> ProviderUpdate:
        self.status_calls += 1
        if self.status_errors:
            raise self.status_errors.popleft()
        return self.next_updates.popleft() if self.next_updates else self.tasks.get(task_id, Waiting())

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> TaskId | None:
        if not body:
            raise ValueError("empty")
        return TaskId(body.decode())

    async def cancel(self, task_id: TaskId, order: Order) -> bool:
        self.cancelled.append(task_id)
        return False

    def finish(self, job_id: JobId, update: ProviderUpdate | None = None) -> TaskId:
        """Let the job's task end; made, unless told otherwise."""
        task_id = self.task_of[job_id]
        self.tasks[task_id] = update or Done((Output(f"https://cdn.example/{task_id}.mp4"),))
        return task_id


@dataclass(slots=True)
class FakeDownloads:
    """Every address leads to the same few bytes, or to the next error."""

    errors: deque[Exception] = field(default_factory=deque)
    fetched: list[str] = field(default_factory=list)
    posted: list[PostedFile] = field(default_factory=list)
    content: bytes = b"a video"
    image: bytes = b"an image"

    async def fetch_video(self, provider: ProviderName, output: Output, into: Path) -> int:
        if self.errors:
            raise self.errors.popleft()
        self.fetched.append(output.url)
        into.write_bytes(self.content)
        return len(self.content)

    async def fetch_posted(self, file: PostedFile, into: Path) -> int:
        self.posted.append(file)
        return await self.fetch_video(ProviderName("none"), Output(file.url), into)

    async def fetch_image(self, url: str, *, bearer: str | None = None) -> bytes:
        if self.errors:
            raise self.errors.popleft()
        return self.image


@dataclass(slots=True)
class FakeMedia:
    """Believes every file to be a video of one size."""

    errors: deque[Exception] = field(default_factory=deque)
    fits: bool = True

    async def check_video(self, path: Path) -> Clip:
        if self.errors:
            raise self.errors.popleft()
        return Clip(width=1280, height=720, seconds=8.0, bytes=path.stat().st_size)

    async def fit_video(self, path: Path, limit: int) -> Path | None:
        if not self.fits:
            return None
        small = path.with_suffix(".small.mp4")
        small.write_bytes(path.read_bytes()[:limit])
        return small

    async def last_picture(self, path: Path) -> bytes:
        if self.errors:
            raise self.errors.popleft()
        return b"the end of " + path.read_bytes()

    async def prepare_image(self, data: bytes, size: Size, *, pad: bool = False) -> bytes:
        if self.errors:
            raise self.errors.popleft()
        return data


@dataclass(slots=True)
class FakeMessenger:
    """A platform in memory. `errors` come before anything is posted, `late_errors` after it was."""

    cards: dict[str, Card] = field(default_factory=dict)
    card_edits: Counter[str] = field(default_factory=Counter)
    videos: dict[str, tuple[Conversation, VideoPost, bytes | None, str | None]] = field(default_factory=dict)
    video_calls: Counter[str] = field(default_factory=Counter)
    said: list[tuple[Conversation, Notice]] = field(default_factory=list)
    errors: deque[Exception] = field(default_factory=deque)
    card_errors: deque[Exception] = field(default_factory=deque)
    late_errors: deque[BaseException] = field(default_factory=deque)
    limit: int | None = None
    gone: set[str] = field(default_factory=set)
    has_direct: bool = False
    bearer: str | None = None

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        self._check(conversation)
        if self.card_errors:
            raise self.card_errors.popleft()
        self.cards[card.job_id] = card
        self.card_edits[card.job_id] += 1
        return f"card:{card.job_id}"

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        self._check(conversation)
        self.video_calls[post.job_id] += 1
        if self.errors:
            raise self.errors.popleft()
        content = None if path is None else path.read_bytes()
        self.videos.setdefault(post.job_id, (conversation, post, content, link))
        if self.late_errors:
            raise self.late_errors.popleft()
        return f"video:{post.job_id}"

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        self._check(conversation)
        return f"video:{job_id}" if job_id in self.videos else None

    async def posted_file(
        self, conversation: Conversation, job_id: str, ref: str, card: str | None
    ) -> Path | PostedFile | None:
        self._check(conversation)
        known = self.videos.get(job_id)
        if known is None or known[2] is None:
            return None
        return PostedFile(f"https://chat.example/{job_id}.mp4", bearer=self.bearer)

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        return f"https://chat.example/{conversation.channel}/{ref}"

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:
        self._check(conversation)
        if self.errors:
            raise self.errors.popleft()
        self.videos.pop(job_id, None)

    async def direct(self, requester: Requester) -> Conversation | None:
        if not self.has_direct:
            return None
        return Conversation(platform=requester.platform, team="@me", channel=f"direct:{requester.user}")

    async def upload_limit(self, conversation: Conversation) -> int | None:
        return self.limit

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        self._check(conversation)
        self.said.append((conversation, notice))

    def _check(self, conversation: Conversation) -> None:
        if conversation.channel in self.gone:
            raise ConversationGone


@dataclass(slots=True)
class FakeSpool:
    """A folder for downloads; links are made up."""

    folder: Path
    errors: deque[Exception] = field(default_factory=deque)
    published: dict[JobId, bytes] = field(default_factory=dict)
    has_address: bool = True

    @asynccontextmanager
    async def room(self, job_id: JobId) -> AsyncIterator[Path]:
        if self.errors:
            raise self.errors.popleft()
        path = self.folder / f"{job_id}.mp4"
        try:
            yield path
        finally:
            for left in self.folder.glob(f"{job_id}*"):
                left.unlink()

    async def publish(self, job_id: JobId, path: Path, filename: str) -> str | None:
        self.published[job_id] = path.read_bytes()
        return f"https://bot.example/files/{job_id}/{filename}" if self.has_address else None


@dataclass(slots=True)
class FakeQueue:
    """Keeps entries until a test runs them; those with a delay wait for `release`, which is never too late."""

    entries: deque[QueueEntry] = field(default_factory=deque)
    delayed: list[QueueEntry] = field(default_factory=list)

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        for entry in entries:
            if entry.delay > timedelta(0):
                if (entry.step, entry.key) not in {(known.step, known.key) for known in self.delayed}:
                    self.delayed.append(entry)
            else:
                self.entries.append(entry)

    async def work(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]]) -> None:
        while True:
            await self.drain(handlers)
            await asyncio.sleep(0.001)

    async def drain(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]], *, most: int = 1000) -> None:
        """Run what is queued now, and what that enqueues."""
        while self.entries and most > 0:
            most -= 1
            entry = self.entries.popleft()
            await handlers[entry.step](entry.key)

    def release(self) -> None:
        """Let the delayed entries come due; looking too early changes nothing."""
        self.entries.extend(self.delayed)
        self.delayed.clear()
