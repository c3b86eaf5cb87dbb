"""What people are told when something on our side is not as it should be."""

from __future__ import annotations

from datetime import timedelta

from bot.texts.amounts import duration


def stopped_meanwhile() -> str:
    """The bot was stopped in the middle of this; perhaps it was accepted, perhaps not."""
    return "I was stopped while I worked on this. Look at your videos before you ask again: it may have been accepted."


def internal_error(job_id: str | None = None) -> str:
    """Something broke that should not have."""
    quote = f" and quote “{job_id}”" if job_id else ""
    return f"Something went wrong on our side, sorry. Try again; if it stays, tell whoever runs the bot{quote}."


def storage_full() -> str:
    """No room on the disk."""
    return "The bot has no room left, so it cannot take requests. Tell whoever runs the bot, and try again later."


def busy(retry_after: timedelta | None = None) -> str:
    """Too much at one time."""
    when = f"in {duration(retry_after)}" if retry_after else "in a moment"
    return f"A lot is going on just now. Nothing was charged. Try again {when}."


def link_expired() -> str:
    """A link to a video that has ended."""
    return "This link has ended. Write “again” and the video's id to make the video once more."
