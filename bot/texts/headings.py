"""The headings and buttons of a person's own page."""

from __future__ import annotations


def home_title() -> str:
    """Above everything."""
    return "Videos, right where you talk"


def home_refresh() -> str:
    """The button that shows how things are now."""
    return "Refresh"


def home_limits() -> str:
    """Above what is used of each limit."""
    return "What you may still make"


def home_running() -> str:
    """Above the videos that are not finished yet."""
    return "On their way"


def home_made() -> str:
    """Above the finished ones."""
    return "Made last"


def home_team() -> str:
    """Above what admins see of everybody's."""
    return "Everybody's"


def home_open() -> str:
    """The button that leads to a video's message."""
    return "Show it"


def home_alt(prompt: str) -> str:
    """What a small picture of a video shows, for those who cannot see it."""
    return f"A picture out of the video: {prompt}" if prompt else "A picture out of the video"
