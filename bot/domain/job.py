"""A job: one request on its way to one posted video. Its whole life is the table `TRANSITIONS`.

A callback can come late, twice, out of order or never; every jump we accept is a row here. An event without a row
changes nothing, and a final status has no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from bot.domain.chat import Conversation, Requester
from bot.domain.job_events import (
    AnswerLost,
    CalledBack,
    CancelAsked,
    Claimed,
    DeadlinePassed,
    Failed,
    HandedBack,
    JobEvent,
    Lease,
    Output,
    Posted,
    Progressed,
    Reason,
    Rendered,
    Submitted,
    TaskId,
)
from bot.domain.video import ProviderName, VideoRequest

JobId = NewType("JobId", str)


class JobStatus(StrEnum):
    """Where a job is. The last five are final."""

    ACCEPTED = "accepted"  # quota reserved, waiting for a free place at the provider
    SUBMITTING = "submitting"  # the request is being sent, or was when we crashed
    UNCONFIRMED = "unconfirmed"  # sent, and the answer was lost: only a callback or a look-up can tell
    CANCELLING = "cancelling"  # cancelled while being sent: the answer decides about the money
    QUEUED = "queued"  # the provider has it
    RENDERING = "rendering"  # the provider works on it
    FETCHING = "fetching"  # made; we download and post it
    POSTED = "posted"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # not done before its deadline
    LOST = "lost"  # sent, and nothing was ever heard of it


FINAL: Final = frozenset({JobStatus.POSTED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.EXPIRED, JobStatus.LOST})
CANCELLABLE: Final = frozenset(
    {JobStatus.ACCEPTED, JobStatus.SUBMITTING, JobStatus.UNCONFIRMED, JobStatus.QUEUED, JobStatus.RENDERING}
)


TIME_TO_POST: Final = timedelta(minutes=10)
"""What a video gets for its way into the conversation, however late the provider made it."""


PLATFORM_PATIENCE: Final = timedelta(hours=12)
"""How long a made video waits for a chat platform that is away."""

_S = JobStatus
_IN_FLIGHT: Final = (_S.SUBMITTING, _S.UNCONFIRMED, _S.QUEUED, _S.RENDERING)

TRANSITIONS: Final[Mapping[tuple[JobStatus, type[JobEvent]], JobStatus]] = MappingProxyType(
    {
        (_S.ACCEPTED, Claimed): _S.SUBMITTING,
        (_S.SUBMITTING, HandedBack): _S.ACCEPTED,
        (_S.SUBMITTING, Submitted): _S.QUEUED,
        (_S.SUBMITTING, AnswerLost): _S.UNCONFIRMED,
        (_S.UNCONFIRMED, Submitted): _S.QUEUED,  # found by look-up
        (_S.QUEUED, Progressed): _S.RENDERING,
        (_S.UNCONFIRMED, Progressed): _S.RENDERING,
        (_S.RENDERING, Progressed): _S.RENDERING,
        # A callback can overtake the answer to the submit, so it is welcome from the moment we send.
        **{(status, CalledBack): status for status in _IN_FLIGHT},
        **{(status, Rendered): _S.FETCHING for status in _IN_FLIGHT},
        **{(status, Failed): _S.FAILED for status in (_S.ACCEPTED, *_IN_FLIGHT, _S.FETCHING)},
        (_S.FETCHING, Posted): _S.POSTED,
        (_S.ACCEPTED, CancelAsked): _S.CANCELLED,
        (_S.UNCONFIRMED, CancelAsked): _S.CANCELLED,
        (_S.QUEUED, CancelAsked): _S.CANCELLED,
        (_S.RENDERING, CancelAsked): _S.CANCELLED,
        (_S.SUBMITTING, CancelAsked): _S.CANCELLING,
        **{
            (_S.CANCELLING, event): _S.CANCELLED
            for event in (HandedBack, Submitted, AnswerLost, Rendered, Failed, DeadlinePassed)
        },
        (_S.CANCELLING, CalledBack): _S.CANCELLING,
        (_S.ACCEPTED, DeadlinePassed): _S.EXPIRED,
        (_S.SUBMITTING, DeadlinePassed): _S.LOST,
        (_S.UNCONFIRMED, DeadlinePassed): _S.LOST,
        (_S.QUEUED, DeadlinePassed): _S.EXPIRED,
        (_S.RENDERING, DeadlinePassed): _S.EXPIRED,
        (_S.FETCHING, DeadlinePassed): _S.EXPIRED,
    }
)


class Closing(StrEnum):
    """How a reservation ends: spent, or given back."""

    SETTLED = "settled"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One request on its way to one posted video. Immutable: `advance` makes the next one.

    `version` counts the changes; the store refuses to save over a newer one. `due_at` is when somebody should look at
    the job again even if nothing happens. `lease` keeps a second worker away while one submits, or downloads and posts.
    `slot_until` is the moment up to which the job holds a place among the provider's concurrent tasks (None: none).
    `price_microusd` is what the provider will charge, in millionths of a dollar, where the catalogue knows.
    `cancel_stops_bill`: the provider charges nothing for a task that is cancelled. `deleted_at` is when somebody took
    the posted video out of its conversation: the job stays what it was.
    """

    id: JobId
    requester: Requester
    conversation: Conversation
    request: VideoRequest
    provider: ProviderName
    status: JobStatus = JobStatus.ACCEPTED
    version: int = 0
    created_at: datetime
    deadline_at: datetime
    due_at: datetime
    submitted_at: datetime | None = None
    started_at: datetime | None = None
    rendered_at: datetime | None = None
    finished_at: datetime | None = None
    task_id: TaskId | None = None
    output: Output | None = None
    progress: float | None = None
    reason: Reason | None = None
    detail: str = ""
    attempts: int = 0
    deliveries: int = 0
    slot_until: datetime | None = None
    lease: Lease | None = None
    message_ref: str | None = None
    price_microusd: int | None = None
    expected: timedelta
    cancel_stops_bill: bool = False
    closing: Closing | None = None
    deleted_at: datetime | None = None

    @property
    def is_final(self) -> bool:
        """True once nothing can change the job any more."""
        return self.status in FINAL

    @property
    def wake_at(self) -> datetime | None:
        """When somebody should look: at `due_at` or at the deadline, not before a lease is over. None once final."""
        if self.finished_at is not None:
            return None
        moment = min(self.due_at, self.deadline_at)
        return moment if self.lease is None else max(moment, self.lease.until)


def advance(job: Job, event: JobEvent, now: datetime) -> Job | None:
    """The job after `event`, or None where the table has no row: the event comes too late, twice, or from nowhere."""
    status = TRANSITIONS.get((job.status, type(event)))
    if status is None:
        return None
    after = replace(_apply(job, event, now), status=status)
    return _finish(job, after, event, now) if after.is_final else after


def _apply(job: Job, event: JobEvent, now: datetime) -> Job:
    """Take over what the event brings along."""
    match event:
        case Claimed(lease):
            return replace(
                job,
                submitted_at=now,
                attempts=job.attempts + 1,
                slot_until=job.deadline_at,
                lease=lease,
                due_at=lease.until,
            )
        case HandedBack(retry_at):
            return replace(job, submitted_at=None, slot_until=None, lease=None, due_at=retry_at)
        case Submitted(task_id):
            return replace(job, task_id=task_id, lease=None)
        case AnswerLost():
            return replace(job, lease=None)
        case CalledBack(task_id):
            return replace(job, task_id=job.task_id or task_id, due_at=now)
        case Progressed(progress):
            return replace(job, started_at=job.started_at or now, progress=progress)
        case Rendered(output):
            return replace(
                job,
                output=output,
                rendered_at=now,
                started_at=job.started_at or now,
                progress=1.0,
                slot_until=None,
                lease=None,
                due_at=now,
                deadline_at=max(job.deadline_at, now + TIME_TO_POST),
            )
        case Failed(reason, detail):
            return replace(job, reason=reason, detail=detail)
        case Posted(message_ref):
            return replace(job, message_ref=message_ref)
        case CancelAsked() | DeadlinePassed():
            return job


def _finish(before: Job, after: Job, event: JobEvent, now: datetime) -> Job:
    """Close what a final job must not keep open: the reservation, the lease, and the slot where the task is over."""
    closing = Closing.SETTLED if _is_charged(before, after, event) else Closing.RELEASED
    return replace(
        after,
        finished_at=now,
        closing=closing,
        reason=_reason(after),
        lease=None,
        slot_until=before.slot_until if _task_runs_on(before, event) else None,
    )


def _is_charged(before: Job, after: Job, event: JobEvent) -> bool:
    """People pay for a posted video, and for a cancel that came after the provider had begun to bill."""
    if after.status is JobStatus.POSTED:
        return True
    if after.status is not JobStatus.CANCELLED or before.cancel_stops_bill:
        return False
    return before.status in (JobStatus.QUEUED, JobStatus.RENDERING) or isinstance(event, Submitted | Rendered)


def _task_runs_on(before: Job, event: JobEvent) -> bool:
    """A task we walk away from still fills its place at the provider, until it ends or its slot runs out."""
    if before.cancel_stops_bill or isinstance(event, Failed | HandedBack | Rendered | Posted | DeadlinePassed):
        return False
    return before.status is not JobStatus.ACCEPTED


def _reason(job: Job) -> Reason | None:
    match job.status:
        case JobStatus.CANCELLED:
            return Reason.CANCELLED
        case JobStatus.EXPIRED:
            return Reason.DEADLINE
        case JobStatus.LOST:
            return Reason.LOST
        case _:
            return job.reason


class CancelCost(StrEnum):
    """Whether a cancel now would still be paid for; what the question before a cancel says."""

    NOTHING = "nothing"
    OPEN = "open"  # it is being sent: paid for if the provider takes it
    CHARGED = "charged"


def cancel_cost(job: Job) -> CancelCost:
    """What a cancel of this job would cost at this moment."""
    if job.cancel_stops_bill:
        return CancelCost.NOTHING
    match job.status:
        case JobStatus.SUBMITTING:
            return CancelCost.OPEN
        case JobStatus.QUEUED | JobStatus.RENDERING:
            return CancelCost.CHARGED
        case _:
            return CancelCost.NOTHING
