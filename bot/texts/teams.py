"""What admins read and are told about their team, and why a team or a channel takes no videos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.chat import Notice, Table, Tone
from bot.domain.job import Job
from bot.domain.manner import WRITTEN, Manner
from bot.domain.quota import Limit, Window
from bot.domain.rules import Closed
from bot.texts import amounts
from bot.texts.cards import job_word
from bot.texts.jobs import prompt_start, since
from bot.texts.quotas import amount

_EACH = {Window.DAY: "a day", Window.WEEK: "a week", Window.MONTH: "a month", Window.TOTAL: "in all"}


def admins_only() -> str:
    """Somebody who does not manage the team tries an admin's command."""
    return "Only people who manage this place can do that. Ask one of them."


def words_for_admins(manner: Manner) -> str:
    """The same where it may have been meant as a prompt."""
    return (
        "What begins with “admin” is for people who manage this place. "
        f"For a video of it, begin with “{manner.command('create')}”."
    )


def not_taken(closed: Closed) -> str:
    """A request in a team that is paused, or in a channel that is closed."""
    if closed.channel is None:
        return (
            "New videos are paused here for now, and those on their way go on. Nothing was charged. "
            "Ask an admin when they are taken again."
        )
    return (
        "Videos are not made in this channel. Nothing was charged. "
        "Ask for yours in another channel, or ask an admin to allow it here."
    )


def paused(manner: Manner = WRITTEN, *, is_new: bool) -> Notice:
    """An admin has paused the team."""
    text = "Paused." if is_new else "It is paused already."
    end = manner.admin("resume")
    return Notice(text=f"{text} Nobody here can ask for new videos, and those on their way go on. “{end}” ends it.")


def resumed(*, is_new: bool) -> Notice:
    """An admin has ended the pause."""
    if not is_new:
        return Notice(text="Nothing is paused here. New videos are taken.")
    return Notice(text="New videos are taken again.", tone=Tone.GOOD)


def channel_denied(manner: Manner = WRITTEN, *, is_new: bool) -> Notice:
    """An admin has closed a channel."""
    text = "From now on no videos" if is_new else "As before, no videos"
    end = manner.admin("channel allow")
    return Notice(text=f"{text} are made in this channel and its threads. “{end}” opens it again.")


def channel_allowed(*, is_new: bool) -> Notice:
    """An admin has opened a channel again."""
    if not is_new:
        return Notice(text="Videos can be asked for in this channel already.")
    return Notice(text="Videos can be asked for in this channel and its threads again.", tone=Tone.GOOD)


def rules_notice(limits: Sequence[Limit], closed: Sequence[Closed], now: datetime) -> Notice:
    """All that holds in a team."""
    pause = next((one for one in closed if one.channel is None), None)
    channels = [one for one in closed if one.channel is not None]
    rows = [("Each person may make", f"{amount(limit.unit, limit.amount)} {_EACH[limit.window]}") for limit in limits]
    rows += [("New videos", "are taken" if pause is None else f"are paused{_who(pause, now)}")]
    rows += [("No videos in", f"{_place(one)}{_who(one, now)}") for one in channels]
    return Notice(text="What holds here:", table=Table(headings=("What", "How it is"), rows=tuple(rows)))


def _place(closed: Closed) -> str:
    return f"#{closed.place or closed.channel}"


def _who(closed: Closed, now: datetime) -> str:
    by = f" by {closed.by}" if closed.by else ""
    return f", since {amounts.duration(now - closed.since)}{by}"


def team_jobs_notice(
    unfinished: Sequence[Job], ended: Sequence[Job], now: datetime, manner: Manner = WRITTEN
) -> Notice:
    """Everybody's videos: those on their way, then the last ones that ended."""
    if not unfinished and not ended:
        create = manner.command("create")
        return Notice(
            text=f"Nobody here has asked for a video yet. Write “{create}” and what one should show, and be the first."
        )
    rows = tuple(
        (job.id, _requester(job), job_word(job), since(job, now), _prompt(job)) for job in (*unfinished, *ended)
    )
    text = f"{amounts.count_of(len(unfinished), 'video')} on the way, then the last that ended."
    stop = f" Write “{manner.command('cancel')}” and an id to stop one." if unfinished else ""
    return Notice(text=text + stop, table=Table(headings=("Id", "Who", "Status", "Asked", "Prompt"), rows=rows))


def _requester(job: Job) -> str:
    return job.requester.name or job.requester.user


def _prompt(job: Job) -> str:
    """What a private video shows, or one of a closed channel, is no affair of whoever manages the team."""
    return prompt_start(job) if job.conversation.is_for_all else "private"
