"""The card of a job: its steps, its facts, and what one can do with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.catalogue import Offer
from bot.domain.chat import Action, Button, Card, Progress, Tone
from bot.domain.job import CANCELLABLE, Job, JobStatus
from bot.texts import amounts
from bot.texts.reasons import ending

STEPS: Final = ("accepted", "queued", "rendering", "fetching", "posted")

_STEP: Final = {
    JobStatus.ACCEPTED: 0,
    JobStatus.SUBMITTING: 0,
    JobStatus.UNCONFIRMED: 0,
    JobStatus.CANCELLING: 0,
    JobStatus.QUEUED: 1,
    JobStatus.RENDERING: 2,
    JobStatus.FETCHING: 3,
    JobStatus.POSTED: 4,
}
_TITLE: Final = {
    JobStatus.ACCEPTED: "Your video is accepted",
    JobStatus.SUBMITTING: "Your video is being sent off",
    JobStatus.UNCONFIRMED: "Your video is being looked for",
    JobStatus.CANCELLING: "Your video is being cancelled",
    JobStatus.QUEUED: "Your video is in the queue",
    JobStatus.RENDERING: "Your video is being made",
    JobStatus.FETCHING: "Your video is made and on its way",
    JobStatus.POSTED: "Your video is here",
    JobStatus.FAILED: "This video could not be made",
    JobStatus.CANCELLED: "This video is cancelled",
    JobStatus.EXPIRED: "This video took too long",
    JobStatus.LOST: "This video was lost on the way",
}


def status_title(job: Job) -> str:
    """How a job is, as the title of its card."""
    return _TITLE[job.status] if job.deleted_at is None else "This video was deleted"


def job_word(job: Job) -> str:
    """How a job is, in one word, for tables."""
    return status_word(job.status) if job.deleted_at is None else "deleted"


def status_word(status: JobStatus) -> str:
    """How a job of this status is, in one word."""
    return "sending" if status in (JobStatus.SUBMITTING, JobStatus.UNCONFIRMED) else status.value


def job_card(job: Job, *, offer: Offer | None, position: int | None, quota_left: str | None, now: datetime) -> Card:
    """The card as it should look now.

    `position` is the number of jobs that go first. `offer` is None where the catalogue no longer has it. `quota_left`
    is the words for what the person may still make; None without any limit.
    """
    return Card(
        job_id=job.id,
        status=job.status.value,
        tone=_tone(job),
        title=status_title(job),
        prompt=job.request.prompt,
        facts=_facts(job, offer, position, quota_left),
        progress=None if job.is_final else _progress(job, now),
        note=_note(job, offer),
        buttons=_buttons(job),
        is_final=job.is_final,
    )


def model_title(job: Job, offer: Offer | None) -> str:
    """The model's name as people know it."""
    return offer.title if offer is not None else job.request.model


def _tone(job: Job) -> Tone:
    if job.status is JobStatus.CANCELLED or job.deleted_at is not None:
        return Tone.NEUTRAL
    if job.status is JobStatus.POSTED:
        return Tone.GOOD
    return Tone.BAD if job.status in (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST) else Tone.BUSY


def _progress(job: Job, now: datetime) -> Progress:
    since = {
        JobStatus.ACCEPTED: job.created_at,
        JobStatus.RENDERING: job.started_at,
        JobStatus.FETCHING: job.rendered_at,
    }.get(job.status, job.submitted_at)
    return Progress(
        steps=STEPS,
        current=_STEP[job.status],
        since=since or now,
        expected=job.expected if job.status in (JobStatus.QUEUED, JobStatus.RENDERING) else None,
        fraction=job.progress if job.status is JobStatus.RENDERING else None,
    )


def _facts(job: Job, offer: Offer | None, position: int | None, quota_left: str | None) -> tuple[str, ...]:
    request = job.request
    facts = [model_title(job, offer), f"{request.shape} ({request.size})", amounts.seconds(request.seconds)]
    facts.append("price not known" if job.price_microusd is None else amounts.money(job.price_microusd))
    if job.status is JobStatus.ACCEPTED and position is not None:
        facts.append("next in line" if position == 0 else f"{amounts.count_of(position, 'video')} before it")
    if quota_left is not None:
        facts.append(quota_left)
    return tuple(facts)


def _note(job: Job, offer: Offer | None) -> str:
    match job.status:
        case JobStatus.FAILED | JobStatus.CANCELLED | JobStatus.EXPIRED | JobStatus.LOST:
            return ending(job, model_title(job, offer))
        case JobStatus.UNCONFIRMED:
            return "The answer to the request got lost. The bot is waiting for news, and will not send it twice."
        case _:
            return ""


def _buttons(job: Job) -> tuple[Button, ...]:
    if job.status in CANCELLABLE:
        return (button(Action.CANCEL, job),)
    if job.status in (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST):
        return (button(Action.RETRY, job),)
    return made_buttons(job) if job.status is JobStatus.POSTED else ()


def made_buttons(job: Job) -> tuple[Button, ...]:
    """What one can do with a finished video; with one that was deleted, only what needs no video."""
    actions = [Action.AGAIN, Action.REMIX]
    if job.deleted_at is None:
        actions += [Action.START_IMAGE, Action.DELETE]
    return tuple(button(action, job) for action in actions)


def button(action: Action, job: Job) -> Button:
    """The button with its label."""
    return Button(action, _LABELS.get(action, action.value.capitalize()), job.id)


_LABELS: Final = {Action.START_IMAGE: "Use as start image"}
