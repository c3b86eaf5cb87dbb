"""Short words on buttons and around clocks, the same wherever they are shown."""

from __future__ import annotations


def open_video() -> str:
    """The button or line that leads to a video which could not be uploaded."""
    return "Open the video"


def open_link() -> str:
    """A button whose link has no words of its own."""
    return "Open"


def began() -> str:
    """Before how long ago a video began to be made."""
    return "Began"


def expected() -> str:
    """Before how long it will take."""
    return "expected"


def expected_at() -> str:
    """Before the time of day at which it will be there."""
    return "expected at"


def more_like_these(count: int) -> str:
    """Under a list that had no room for all."""
    return f"… and {count:,} more"
