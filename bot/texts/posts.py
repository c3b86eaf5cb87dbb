"""The words around a finished video."""

from __future__ import annotations

import re
from typing import Final

from bot.domain.chat import VideoPost
from bot.domain.job import Job
from bot.ports import Clip
from bot.texts import amounts
from bot.texts.cards import made_buttons


def video_post(job: Job, clip: Clip, link: str | None = None, *, is_elsewhere: bool = False) -> VideoPost:
    """The finished video as it is posted; with `link`, the words say that it cannot be uploaded.

    `is_elsewhere`: the place it was asked in takes it no more, so it goes to the person directly.
    """
    text = video_link(clip) if link is not None else _here(job, clip)
    why = ELSEWHERE if job.conversation.only is None else PRIVATELY
    return VideoPost(
        job_id=job.id,
        text=f"{text} {why}" if is_elsewhere else text,
        prompt=job.request.prompt,
        filename=filename(job),
        width=clip.width,
        height=clip.height,
        seconds=clip.seconds,
        mentions=job.requester.user,
        buttons=made_buttons(job),
    )


ELSEWHERE: Final = "It could not be posted where you asked for it, so it comes to you directly."
PRIVATELY: Final = "It is private, so it comes to you directly, where nobody else sees it."


def _here(job: Job, clip: Clip) -> str:
    return f"Your video is ready: {job.request.shape.word}, {clip.seconds:.0f} s, {job.request.model}."


def video_link(clip: Clip) -> str:
    """What stands above the link to a video that could not be uploaded."""
    return (
        f"Your video is ready. Files of {amounts.file_size(clip.bytes)} cannot be uploaded here, "
        "so here is a link; save the video soon, since the link ends after some days."
    )


def filename(job: Job) -> str:
    """A file name without a word of the prompt: it may become part of an address."""
    model = re.sub(r"[^a-z0-9.]+", "-", job.request.model.lower()).strip("-.")
    return "-".join(part for part in (model, job.id) if part) + ".mp4"
