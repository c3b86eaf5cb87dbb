"""What stands on a person's own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.chat import Action, Button, Notice, Table
from bot.domain.home import Bar, Made
from bot.domain.job import Job, JobStatus
from bot.domain.quota import QuotaLine
from bot.ports import Usage
from bot.texts import amounts
from bot.texts.cards import button, job_word, made_buttons
from bot.texts.jobs import prompt_start, since
from bot.texts.quotas import used_of_limit

SHOWN: Final = 5
"""People in the table of who made how much."""

_AGAIN: Final = (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST)


def no_limits() -> str:
    """In place of the bars."""
    return "No limits are set for you. Ask for as many videos as you like."


def nothing_running() -> str:
    """In place of the videos that are on their way."""
    return "Nothing of yours is being made. Press the button above, and it will be."


def nothing_made() -> str:
    """In place of the videos that are finished."""
    return "You have made no videos yet. Your last ones will stand here, to be made again or changed."


def quota_bars(lines: Sequence[tuple[QuotaLine, int]], now: datetime) -> tuple[Bar, ...]:
    """Every limit with what is used of it."""
    return tuple(_bar(line, used, now) for line, used in lines)


def made_video(job: Job, now: datetime, *, link: str | None) -> Made:
    """A finished video, or one that came to nothing."""
    request = job.request
    facts = (job_word(job), request.model, str(request.shape), amounts.seconds(request.seconds), since(job, now))
    return Made(
        job_id=job.id,
        words=" · ".join(facts),
        prompt=prompt_start(job),
        ref=None if job.deleted_at is not None else job.message_ref,
        link=link,
        buttons=_buttons(job),
    )


def team_usage_notice(usage: Sequence[Usage]) -> Notice:
    """Who of a team made how much today, and all of them together."""
    if not usage:
        return Notice(text="Nobody has made a video today.")
    videos, seconds = sum(one.videos for one in usage), sum(one.seconds for one in usage)
    text = (
        f"Today: {amounts.count_of(videos, 'video')} of {_people(len(usage))}, {seconds:,} s, "
        f"{amounts.money(sum(one.microusd for one in usage))} as far as prices are known."
    )
    rows = tuple(
        (one.name, f"{one.videos:,}", f"{one.seconds:,} s", amounts.money(one.microusd)) for one in usage[:SHOWN]
    )
    return Notice(text=text, table=Table(headings=("Who", "Videos", "Seconds", "Price"), rows=rows))


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count:,} people"


def _bar(line: QuotaLine, used: int, now: datetime) -> Bar:
    anew = "" if line.resets_at is None else f"Starts anew in {amounts.duration(line.resets_at - now)}."
    return Bar(words=used_of_limit(line, used), fraction=_fraction(used, line.limit.amount), anew=anew)


def _fraction(used: int, limit: int) -> float:
    return 1.0 if limit <= 0 else min(1.0, max(0, used) / limit)


def _buttons(job: Job) -> tuple[Button, ...]:
    if job.status is JobStatus.POSTED:
        return made_buttons(job)
    return (button(Action.RETRY, job),) if job.status in _AGAIN else ()
