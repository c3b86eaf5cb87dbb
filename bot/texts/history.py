"""A person's history, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.chat import Action, Button, Link, Notice, Table
from bot.domain.job import Job, JobId
from bot.domain.manner import WRITTEN, Manner
from bot.texts import amounts
from bot.texts.cards import job_word
from bot.texts.jobs import prompt_start, since


def history_notice(
    jobs: Sequence[Job],
    now: datetime,
    *,
    page: int = 1,
    has_older: bool = False,
    places: Mapping[JobId, str] | None = None,
    manner: Manner = WRITTEN,
) -> Notice:
    """One page. `places` are the addresses of the videos' messages, as far as they have some."""
    if not jobs:
        return _empty(page, manner)
    links = [kept_link(job) or (places or {}).get(job.id) for job in jobs]
    kept = tuple(Link(f"Video {job.id}", link) for job in jobs if (link := kept_link(job)) is not None)
    rows = tuple(history_row(job, now) for job in jobs)
    table = Table(headings=("Id", "Asked", "Status", "Video", "Prompt"), rows=rows, links=tuple(links))
    return Notice(
        text=_text(page, manner, has_kept=bool(kept)), table=table, links=kept, buttons=_leaf(page, has_older)
    )


def _text(page: int, manner: Manner, *, has_kept: bool) -> str:
    text = "Your last videos" if page == 1 else f"Your videos, page {page}"
    again, remix = manner.command("again"), manner.command("remix")
    text = f"{text}. Write “{again}” or “{remix}” and an id to go on from one."
    if has_kept:
        text = f"{text} What could be posted nowhere is kept for you behind a link for some days."
    return text


def _empty(page: int, manner: Manner) -> Notice:
    if page == 1:
        create = manner.command("create")
        return Notice(text=f"You have made no videos yet. Write “{create}” and what your first one should show.")
    text = f"There are no videos of yours on page {page}. Look at the newest ones instead."
    return Notice(text=text, buttons=(_to(1, "Newest"),))


def _leaf(page: int, has_older: bool) -> tuple[Button, ...]:
    newer = (_to(page - 1, "Newer"),) if page > 1 else ()
    older = (_to(page + 1, "Older"),) if has_older else ()
    return (*newer, *older)


def _to(page: int, label: str) -> Button:
    return Button(Action.HISTORY, label, str(page))


def kept_link(job: Job) -> str | None:
    """The address of a video that could be posted nowhere: then it stands in place of a message."""
    return job.message_ref if job.message_ref is not None and "://" in job.message_ref else None


def film_words(job: Job) -> str:
    """What a small video in the history is called: the id of its row, and how its prompt begins."""
    return f"{job.id}: {prompt_start(job)}"


def history_row(job: Job, now: datetime) -> tuple[str, ...]:
    """One line of the history."""
    video = f"{job.request.model}, {job.request.shape}, {amounts.seconds(job.request.seconds)}"
    return job.id, since(job, now), job_word(job), video, prompt_start(job)
