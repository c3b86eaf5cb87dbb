"""Answers about jobs: cancels, unknown ids, status, queue and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.chat import Action, Button, Notice, Table, Tone
from bot.domain.job import CancelCost, Closing, Job, JobId, JobStatus
from bot.domain.manner import WRITTEN, Manner
from bot.texts import amounts
from bot.texts.cards import button, job_word, status_title
from bot.texts.places import cancel_no, cancel_yes
from bot.texts.reasons import ending

PROMPT_SHOWN = 60


_QUESTIONS: Final[Mapping[CancelCost, str]] = {
    CancelCost.NOTHING: "Cancel this video? {Whose} quota will be given back.",
    CancelCost.OPEN: (
        "This video is just being sent. If the provider takes it, it counts against {whose} quota even if you cancel. "
        "Cancel it anyway?"
    ),
    CancelCost.CHARGED: (
        "The work has begun, so this video counts against {whose} quota even if you cancel. Cancel it anyway?"
    ),
}


def cancel_notice(job: Job, cost: CancelCost, *, is_own: bool = True) -> Notice:
    """Before a cancel: what it costs, with the two answers. The first of them keeps to what the question says."""
    yes = Action.CANCEL_FREE if cost is CancelCost.NOTHING else Action.CANCEL_NOW
    answers = (Button(yes, cancel_yes(), job.id), Button(Action.KEEP, cancel_no(), job.id))
    return Notice(text=_QUESTIONS[cost].format(**_whose(is_own=is_own)), buttons=answers)


def _whose(*, is_own: bool) -> dict[str, str]:
    """Admins cancel what others asked for."""
    whose = "your" if is_own else "its owner's"
    return {"whose": whose, "Whose": whose.capitalize()}


def cancelled(job: Job, *, is_own: bool = True) -> str:
    """After a cancel: what became of the quota."""
    if job.status is JobStatus.CANCELLING:
        return "Cancelling. The request is just being sent, so whether it counts shows in a moment on its card."
    if job.closing is Closing.SETTLED:
        text = "Cancelled. The work had begun, so it counts against {whose} quota. Ask for another video when you like."
    else:
        text = "Cancelled. {Whose} quota was given back."
    return text.format(**_whose(is_own=is_own))


def cannot_cancel(job: Job, manner: Manner = WRITTEN) -> str:
    """Why it is too late to cancel."""
    match job.status:
        case JobStatus.FETCHING:
            return "That video is made and on its way to you, so it is too late to cancel. Wait a moment for it."
        case JobStatus.CANCELLING | JobStatus.CANCELLED:
            return "That video is cancelled already; there is nothing more to do."
        case JobStatus.POSTED:
            return "That video is finished already. Delete it with the button below it if you do not want to keep it."
        case _:
            look = manner.command("history")
            return f"That video has ended already; there is nothing to cancel. Write “{look}” to see how it went."


def not_yours(job_id: JobId, manner: Manner = WRITTEN) -> str:
    """Somebody else's job."""
    look = manner.command("status")
    return f"“{job_id}” belongs to somebody else, and only they or an admin can change it. Write “{look}” to see yours."


def unknown_job(job_id: JobId | str, manner: Manner = WRITTEN) -> str:
    """An id nobody knows."""
    status, history = manner.command("status"), manner.command("history")
    return f"There is no video “{job_id[:40]}”. Write “{status}” or “{history}” to see yours with their ids."


def status_notice(jobs: Sequence[Job], now: datetime, manner: Manner = WRITTEN) -> Notice:
    """All unfinished jobs of a person."""
    if not jobs:
        text = f"Nothing of yours is being made. Write “{manner.command('create')}” and what a video should show."
        return Notice(text=text)
    rows = tuple((job.id, job_word(job), since(job, now), prompt_start(job)) for job in jobs)
    stop = manner.command("cancel")
    text = f"{amounts.count_of(len(jobs), 'video')} of yours on the way. Write “{stop}” and an id to stop one."
    return Notice(text=text, table=Table(headings=("Id", "Status", "Asked", "Prompt"), rows=rows))


def job_notice(job: Job, title: str, now: datetime) -> Notice:
    """How one job is."""
    tone = Tone.BAD if job.status in (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST) else Tone.NEUTRAL
    text = f"{status_title(job)} (asked for {since(job, now)})."
    if job.is_final and job.status is not JobStatus.POSTED:
        text = f"{text} {ending(job, title)}"
    buttons = (button(Action.RETRY, job),) if tone is Tone.BAD else ()
    return Notice(text=text, tone=tone, buttons=buttons)


def told_directly(job: Job, title: str, now: datetime) -> Notice:
    """How a job ended without a video, to its person alone: the place where it was asked for is closed to us."""
    notice = job_notice(job, title, now)
    return replace(notice, text=f"{notice.text} I cannot write where you asked for it: {prompt_start(job)}")


def queue_notice(*, waiting: int, running: int, yours: Sequence[tuple[Job, int | None]], now: datetime) -> Notice:
    """What is waiting and being made in all; `yours` with the number of jobs before each."""
    if not waiting and not running:
        return Notice(text="The queue is empty. A video you ask for now starts at once.")
    text = f"{amounts.count_of(running, 'video')} being made, {waiting:,} waiting."
    if not yours:
        return Notice(text=f"{text} None of them is yours.")
    rows = tuple((job.id, _place(position), since(job, now), prompt_start(job)) for job, position in yours)
    return Notice(text=f"{text} Yours:", table=Table(headings=("Id", "Place", "Asked", "Prompt"), rows=rows))


def _place(position: int | None) -> str:
    if position is None:
        return "being made"
    return "next" if position == 0 else f"{position:,} before it"


def since(job: Job, now: datetime) -> str:
    """How long ago a job was asked for."""
    return f"{amounts.duration(now - job.created_at)} ago"


def prompt_start(job: Job) -> str:
    """The beginning of the prompt on one line."""
    line = " ".join(job.request.prompt[: PROMPT_SHOWN * 2].split())
    return line if len(line) <= PROMPT_SHOWN else line[: PROMPT_SHOWN - 1].rstrip() + "…"


def image_gone() -> str:
    """A job is to be made again, and its picture was deleted meanwhile."""
    return "The picture this video started from is not kept any more. Attach it again with a new request."


def private_not_here() -> str:
    """Somebody asks for a video nobody else sees, where the platform cannot do that."""
    return "This chat cannot show a video to you alone. Ask for it without “private”, or in a place of your own."


def remix_needs_words(job_id: JobId | str, manner: Manner = WRITTEN) -> str:
    """A remix without a prompt."""
    return f"Say what should be different: write “{manner.command('remix', job_id)}” and the new prompt."
