"""What people are told when they take a finished video away, or go on from it."""

from __future__ import annotations

from bot.domain.chat import Action, Button, Notice
from bot.domain.job import Job, JobId, JobStatus
from bot.domain.manner import WRITTEN, Manner


def delete_notice(job: Job, *, is_own: bool) -> Notice:
    """The question before a delete, with its two answers."""
    whose = "your" if is_own else "its owner's"
    text = (
        "Delete this video? Its message goes away for everybody. It stays in "
        f"{whose} history as deleted, and it still counts against {whose} quota."
    )
    return Notice(text=text, buttons=(Button(Action.DELETE_NOW, "Delete it", job.id), _leave(job)))


def _leave(job: Job) -> Button:
    return Button(Action.LEAVE, "Keep it", job.id)


def left() -> str:
    """After the second thought."""
    return "It stays."


def deleted() -> str:
    """The message is gone."""
    return "Deleted. It still counts, and the history keeps it as deleted."


def cannot_delete(job: Job, manner: Manner = WRITTEN) -> str:
    """There is no video that could be taken away."""
    if job.deleted_at is not None:
        return "That video is deleted already; there is nothing more to do."
    if job.status is JobStatus.POSTED:
        return "That video was posted nowhere, and its link ends by itself after some days. Keep the link to yourself."
    if job.is_final:
        look = manner.command("history")
        return f"That video was never made, so there is nothing to delete. Write “{look}” to see how it went."
    return f"That video is still on its way. Write “{manner.command('cancel', job.id)}” to stop it."


def not_removed() -> str:
    """The bot does not reach the message any more."""
    return "The bot no longer reaches that message. Delete it there yourself, or ask somebody who manages the place."


def start_image_gone() -> str:
    """A video is to be gone on from, and its file is not to be had any more."""
    return (
        "The last picture of that video is not to be had any more. "
        "Attach one that you saved from the video yourself to a new request."
    )


def no_video_yet(job_id: JobId | str, manner: Manner = WRITTEN) -> str:
    """A picture is wanted of a video that is not there."""
    look = manner.command("history")
    return f"“{job_id}” has no video to take a picture from. Choose one that is posted; “{look}” lists yours."


def start_image_needs_words(job_id: JobId | str, manner: Manner = WRITTEN) -> str:
    """Going on from a video without a prompt."""
    way = f"{manner.command('remix', job_id)} {manner.option('image', job_id)}"
    return f"Say what happens next: write “{way}” and the new prompt."
