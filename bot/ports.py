"""What the core needs from the outside, in its own words. Adapters fit themselves to these Protocols.

Each has its contract in the docstrings and its contract tests in `tests/contracts/`, run on every implementation and
on every fake.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from bot.domain.catalogue import Offer
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.domain.job import Closing, Job, JobId, Output, Reason, TaskId
from bot.domain.quota import QuotaDenied, QuotaLine
from bot.domain.rules import Closed
from bot.domain.video import ImageId, ProviderName, Size, VideoRequest

T = TypeVar("T")


class Clock(Protocol):
    """Time, as an argument: the domain never asks for it."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC. May jump in either direction."""
        ...


# --- the provider -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """The provider has the task and has not begun."""


@dataclass(frozen=True, slots=True)
class Running:
    """The provider is at work; `progress` from 0 to 1 where it tells."""

    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The video is made."""

    outputs: tuple[Output, ...]
    cost_microusd: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """It ended without a video: refused, failed, cancelled, expired or unknown to the provider."""

    reason: Reason
    detail: str = ""


ProviderUpdate = Waiting | Running | Done | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A request on its way to a provider. `callback_url` is None where the bot has no public address: poll then.

    `image` gives the bytes of a reference image, `image_link` a signed address of it on our listener (None without a
    public address).
    """

    job_id: JobId
    request: VideoRequest
    offer: Offer
    callback_url: str | None
    images: tuple[bytes, ...] = ()
    image_links: tuple[str, ...] = ()


class VideoProvider(Protocol):
    """A service that turns a request into a video, eventually."""

    async def submit(self, order: Order) -> TaskId:
        """Hand the order over and return the provider's own id of the task.

        Unsafe to repeat: a lost answer may be paid. Raises `ProviderBusy` and `ProviderUnreachable` only when the
        request was certainly not accepted; `ProviderTrouble` when nobody can know; `PersonError` and `OperatorError`
        when it was certainly refused.
        """
        ...

    async def status(self, task_id: TaskId, order: Order) -> ProviderUpdate:
        """Ask how the task is. Safe to repeat. Raises `TimeError` or `OperatorError`, never for a failed task.

        Of `order` only the model (and, for some providers, the job id) is looked at.
        """
        ...

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> TaskId | None:
        """The task a callback speaks of, or None where it does not say. Raises ValueError for a body that is not one.

        The caller has checked the secret in the address already.
        """
        ...

    async def cancel(self, task_id: TaskId, order: Order) -> bool:
        """Ask the provider to stop; False where it has no such call. Raises like `status`."""
        ...


class Downloads(Protocol):
    """Fetches what lies elsewhere, with the guards of law 7: no private address, bounded size, type and redirects."""

    async def fetch_video(self, provider: ProviderName, output: Output, into: Path) -> int:
        """Stream a result into the file and return its bytes. A failed try leaves no file behind.

        Raises `ResultExpired`, `ResultTooLarge`, `ForbiddenAddress`, `StorageFull`, `ProviderUnreachable`, or
        `ProviderTrouble` when the connection breaks off. The key goes along only where `output` says so, and only to
        the provider's own host.
        """
        ...

    async def fetch_image(self, url: str) -> bytes:
        """A reference image somebody linked to, at most 10 MB. Raises `BadImage`."""
        ...


# --- media ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What a video file is: pixels, seconds, bytes."""

    width: int
    height: int
    seconds: float
    bytes: int


class MediaTools(Protocol):
    """Looks at and changes media files, outside the event loop, bounded in time and memory."""

    async def check_video(self, path: Path) -> Clip:
        """What the file is. Raises `ResultNotAVideo` for anything but a whole, playable video file."""
        ...

    async def fit_video(self, path: Path, limit: int) -> Path | None:
        """A re-encoded copy of at most `limit` bytes beside the file, or None where that would be unwatchable.

        The caller deletes the copy. Raises `StorageFull`.
        """
        ...

    async def last_picture(self, path: Path) -> bytes:
        """The last picture of a video file, upright, as a JPEG. Raises `ResultNotAVideo`."""
        ...

    async def prepare_image(self, data: bytes, size: Size, *, pad: bool = False) -> bytes:
        """A JPEG of exactly `size`: turned upright, cropped to fill (or padded), without metadata.

        Takes JPEG, PNG and WebP up to 10 MB. Raises `BadImage`.
        """
        ...


class Spool(Protocol):
    """The folder where a video lies between download and post, and links to files that were too large to post."""

    def room(self, job_id: JobId) -> AbstractAsyncContextManager[Path]:
        """A path for this job's download. Whatever lies there, and beside it under the same name, goes at the end.

        Raises `StorageFull` where the disk has less room than the operator wants kept free.
        """
        ...

    async def publish(self, job_id: JobId, path: Path, filename: str) -> str | None:
        """Keep the file for some days and return its signed, expiring address; None without a public address.

        A second call for the job returns the first address. Raises `StorageFull`.
        """
        ...


# --- the chat ---------------------------------------------------------------------------------------------------------


class Messenger(Protocol):
    """Speaks into the conversations of one platform. Raises `ConversationGone` and `DeliveryPaused`."""

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """Post the card, or edit the message `ref`, and return the message's ref.

        Without `ref`, a second call for the same job edits the first message where the platform can find it.
        """
        ...

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Post the video, as file or as link, and return the message's ref.

        Idempotent by `post.job_id`: a second call, in this process or after a crash, returns the first message.
        """
        ...

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        """The ref of the job's video where an earlier try has posted it; None where not, or where nobody can know.

        `card` is the ref of the job's card, where that is known: the video was posted later.
        """
        ...

    async def posted_file(
        self, conversation: Conversation, job_id: str, ref: str, card: str | None
    ) -> Path | str | None:
        """Where the file of the job's posted video can be read: a path on this machine, or an address.

        None where the message is gone, holds no file, or may not be looked at. `card` is the ref of the job's card.
        """
        ...

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        """The address that leads people to a message; None where the platform has none for it."""
        ...

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:
        """Take the job's posted video out of the conversation. One that is gone already is removed, too.

        `card` is the ref of the job's card.
        """
        ...

    async def direct(self, requester: Requester) -> Conversation | None:
        """Where this person alone can be reached; None where the platform has no such place, or they closed it."""
        ...

    async def upload_limit(self, conversation: Conversation) -> int | None:
        """The largest file this conversation takes, in bytes; None for no limit."""
        ...

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """Post a plain answer."""
        ...


# --- the store --------------------------------------------------------------------------------------------------------


class Step(StrEnum):
    """What a queue entry asks for. `SUBMIT` carries a provider's name, the others a job's id."""

    SUBMIT = "submit"
    FOLLOW = "follow"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """'Look at this again', after `delay`. Losing or repeating one is harmless."""

    step: Step
    key: str
    delay: timedelta = timedelta(0)

    @property
    def is_nudge(self) -> bool:
        """Whether it asks for a look at a provider's line right now: many such at one time are as good as one."""
        return self.step is Step.SUBMIT and not self.delay


class JobQueue(Protocol):
    """Carries entries to the workers."""

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over, outside any transaction."""
        ...

    async def work(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]]) -> None:
        """Run handlers, many at a time, until cancelled. A handler's exception is logged, and the entry is dropped.

        When cancelled, running handlers get a few seconds to finish before they are cancelled too.
        """
        ...


class StaleJob(Exception):
    """The job was changed by somebody else since it was read. The store runs the transaction again."""


class Jobs(Protocol):
    """The job rows, and the history of each."""

    async def get(self, job_id: JobId) -> Job | None:
        """One job."""
        ...

    async def add(self, job: Job, history: str) -> bool:
        """Insert a new job and the first line of its history; False when the id is taken (nothing changed)."""
        ...

    async def save(self, job: Job, history: str | None, at: datetime) -> None:
        """Write a changed job, where the row still has `job.version`; the row gets the next version.

        `history` is the name of what happened, kept with the moment. Raises `StaleJob`.
        """
        ...

    async def save_all(self, jobs: Sequence[Job], history: str, at: datetime) -> None:
        """Write many changed jobs to which the same happened, as `save` does each. Raises `StaleJob` for any."""
        ...

    async def claimable(self, provider: ProviderName, now: datetime, count: int) -> Sequence[Job]:
        """Up to `count` accepted jobs that are due, fairest first.

        The requester with the fewest running jobs comes first, where each job given here counts as running for the
        next; among equals, first come, first served.
        """
        ...

    async def slots_taken(self, provider: ProviderName, now: datetime) -> int:
        """How many places among the provider's concurrent tasks are taken."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Job]:
        """Unfinished jobs whose `due_at` or `deadline_at` has come and whose lease, if any, is over; oldest first."""
        ...

    async def void_leases(self, at: datetime) -> None:
        """End all leases and make their jobs due: for the start of a bot that owns its database alone."""
        ...


class JobViews(Protocol):
    """Reading jobs for people."""

    async def unfinished_of(self, requester: Requester) -> Sequence[Job]:
        """This person's jobs on their way, oldest first: of their team, or of all where they reach those."""
        ...

    async def recent_of(self, requester: Requester, limit: int, skip: int = 0) -> Sequence[Job]:
        """This person's finished jobs, newest first, of the same teams, without the first `skip` of them."""
        ...

    async def unfinished_in_team(self, requester: Requester, limit: int) -> Sequence[Job]:
        """The jobs of this person's team that are on their way, oldest first, whoever asked."""
        ...

    async def recent_in_team(self, requester: Requester, limit: int) -> Sequence[Job]:
        """The finished jobs of this person's team, newest first, whoever asked."""
        ...

    async def waiting_before(self, job: Job) -> int:
        """How many accepted jobs of the same provider came before this one."""
        ...

    async def totals(self) -> tuple[int, int]:
        """How many unfinished jobs wait to be sent, and how many are on their way, of everybody."""
        ...

    async def history(self, job_id: JobId) -> Sequence[tuple[datetime, str]]:
        """What happened to a job, in order."""
        ...

    async def usual_duration(self, provider: ProviderName, request: VideoRequest) -> timedelta | None:
        """The median time from submit to done of the last posted jobs of this model and length; None without any."""
        ...


class CardRefs(Protocol):
    """Which message is a job's card, and which cards are behind the job."""

    async def ref(self, job_id: JobId) -> str | None:
        """The message, if it was posted."""
        ...

    async def shown(self, cards: Mapping[JobId, tuple[str, int]]) -> None:
        """For each job: which message is its card, and which version of the job that shows now."""
        ...

    async def behind(self, limit: int) -> Sequence[Job]:
        """Jobs whose card shows an older version than the row, unfinished ones and those finished lately."""
        ...


class QuotaBook(Protocol):
    """Counters and ledger: every change of a counter has its line in the ledger, in the same transaction."""

    async def reserve(self, job_id: JobId, lines: Sequence[QuotaLine], at: datetime) -> Sequence[int] | QuotaDenied:
        """Take all lines, in the given order, and return what is used of each now, this job included.

        Or say which line does not fit; after a denial the caller rolls back.
        """
        ...

    async def close(self, job_id: JobId, closing: Closing, at: datetime) -> None:
        """Settle or release all lines of the job. Raises ValueError where that has been done already."""
        ...

    async def used(self, line: QuotaLine) -> int:
        """How much of the line's limit is taken in its window, reservations included."""
        ...


class SeenEvents(Protocol):
    """Events that platforms may send more than once."""

    async def first_time(self, source: str, event_id: str, at: datetime) -> bool:
        """Record the event; False when it is known already."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A provider's door: how many requests may pass right now, and until when it is closed.

    `tokens_milli` thousandths of a request are left at `refilled_at`; see `bot/domain/pace.py`.
    """

    provider: ProviderName
    tokens_milli: int
    refilled_at: datetime
    paused_until: datetime | None


class Gates(Protocol):
    """One row per provider. Holding it makes claims of that provider one after the other."""

    async def hold(self, provider: ProviderName, now: datetime, tokens_milli: int) -> Gate:
        """The provider's gate, made with `tokens_milli` if new, locked until the transaction ends."""
        ...

    async def set(self, gate: Gate) -> None:
        """Write it back."""
        ...


class Images(Protocol):
    """Prepared reference images, kept for some days, so that a job can be made again."""

    async def add(self, image_id: ImageId, job_id: JobId, data: bytes, at: datetime) -> None:
        """Keep the bytes."""
        ...

    async def get(self, image_id: ImageId) -> bytes | None:
        """The bytes, or None where they are gone."""
        ...

    async def drop_before(self, moment: datetime) -> None:
        """Forget the images that were added before `moment`."""
        ...


class TeamRules(Protocol):
    """What the admins of each team have said. `requester` stands for the team they are in."""

    async def closed_for(self, requester: Requester, conversation: Conversation) -> Closed | None:
        """Why no new request is taken from there; the team's pause before its channel's."""
        ...

    async def of(self, requester: Requester) -> Sequence[Closed]:
        """All of the team: first the pause, then channels in the order in which they were closed."""
        ...

    async def close(self, requester: Requester, closed: Closed) -> bool:
        """Take no new requests there; False where that is so already, and nothing changes."""
        ...

    async def open(self, requester: Requester, channel: str | None) -> bool:
        """Take new requests there again, or in the team as a whole; False where that is so already."""
        ...


class Transaction(Protocol):
    """Everything one transaction can touch. Only the methods found here may be awaited inside it."""

    @property
    def jobs(self) -> Jobs: ...
    @property
    def views(self) -> JobViews: ...
    @property
    def cards(self) -> CardRefs: ...
    @property
    def quota(self) -> QuotaBook: ...
    @property
    def seen(self) -> SeenEvents: ...
    @property
    def gates(self) -> Gates: ...
    @property
    def images(self) -> Images: ...
    @property
    def rules(self) -> TeamRules: ...

    def enqueue(self, entry: QueueEntry) -> None:
        """Put an entry into the queue if and only if this transaction commits; a nudge is put right after."""
        ...


class Store(Protocol):
    """The one truth: a database."""

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction and return what it returns; any exception rolls everything back.

        `work` awaits nothing but its transaction, and may run more than once (another transaction came first):
        it must not touch anything else. Durable when this returns, even across a power cut. Raises `StorageFull`.
        """
        ...

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` on one consistent view, for reading only."""
        ...
