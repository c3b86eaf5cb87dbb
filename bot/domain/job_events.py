"""What happens to a job, and what each event brings along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

TaskId = NewType("TaskId", str)


class Reason(StrEnum):
    """Why a job ended without a video; `bot/texts.py` has the sentence for each."""

    CONTENT = "content"  # the provider's content rules
    BAD_REQUEST = "bad_request"  # the provider does not take it as it stands
    BAD_IMAGE = "bad_image"
    PROVIDER_FAILED = "provider_failed"  # the provider tried and failed
    PROVIDER_KEY = "provider_key"
    PROVIDER_CREDIT = "provider_credit"
    MODEL_GONE = "model_gone"
    RESULT_EXPIRED = "result_expired"
    RESULT_BROKEN = "result_broken"
    RESULT_TOO_LARGE = "result_too_large"
    RESULT_FORBIDDEN = "result_forbidden"
    CONVERSATION_GONE = "conversation_gone"
    PLATFORM_AWAY = "platform_away"
    TOO_LARGE_TO_POST = "too_large_to_post"
    STORAGE_FULL = "storage_full"
    DEADLINE = "deadline"
    LOST = "lost"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Output:
    """Where a finished video lies. `needs_key`: the provider's key must go along, to its own host only."""

    url: str
    needs_key: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on a job, and until when nobody else may."""

    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A free place at the provider was given to this job; the lease's owner is about to send it."""

    lease: Lease


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Certainly not accepted by the provider: send again at `retry_at`."""

    retry_at: datetime


@dataclass(frozen=True, slots=True)
class Submitted:
    """The provider took it and named its task."""

    task_id: TaskId


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The request may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class CalledBack:
    """A callback with our secret came in; `task_id` is what it said. The result is still to be confirmed."""

    task_id: TaskId | None


@dataclass(frozen=True, slots=True)
class Progressed:
    """The provider says it is working; `progress` from 0 to 1 where it tells."""

    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """The provider made the video."""

    output: Output


@dataclass(frozen=True, slots=True)
class Failed:
    """It ends here without a video. `detail` is kept with the job and never shown alone."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CancelAsked:
    """The requester, or an admin, wants it no more."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The video stands in its conversation, as message `message_ref`."""

    message_ref: str


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """The job's time is over."""


JobEvent = (
    Claimed
    | HandedBack
    | Submitted
    | AnswerLost
    | CalledBack
    | Progressed
    | Rendered
    | Failed
    | CancelAsked
    | Posted
    | DeadlinePassed
)
