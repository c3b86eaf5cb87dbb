"""What the store keeps beside the jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.chat import Conversation, Requester
from bot.domain.job import Closing, Job, JobId
from bot.domain.quota import QuotaDenied, QuotaLine
from bot.domain.rules import Closed
from bot.domain.video import ImageId, ProviderName


class CardRefs(Protocol):
    """Which message is a job's card, and which cards are behind the job."""

    async def ref(self, job_id: JobId) -> str | None:
        """The message, if it was posted."""
        ...

    async def shown(self, cards: Mapping[JobId, tuple[str | None, int]]) -> None:
        """For each job: which message is its card, and which version of the job that shows now.

        None for the message leaves it as it was known: its person has read of that version elsewhere. The last word
        counts, an older version too: that is what a late edit of another process has left there.
        """
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

    async def is_known(self, source: str, event_id: str) -> bool:
        """Whether the event was recorded."""
        ...

    async def take_back(self, source: str, event_id: str) -> None:
        """Forget one event, as if it had not come."""
        ...

    async def forget(self, source: str, before: datetime) -> None:
        """Forget what this source sent before a moment: it cannot come again."""
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
