"""What people read who let the bot into their workspace."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "access_denied": "You decided not to install it, so nothing was done.",
        "invalid_browser": "The installation was begun in another browser, or too long ago.",
        "invalid_state": "That link was used before, or is too old.",
        "missing_code": "Slack sent you back without what is needed to finish.",
        "invalid_code": "Slack did not confirm the installation; mostly it was too long ago.",
        "storage_error": "Slack could not be asked who you are, so nothing was kept.",
    }
)


def install_title() -> str:
    """Above the way to Slack."""
    return "Videos, right where you talk"


def install_text() -> str:
    """What will happen."""
    return "Slack asks you next which workspace the bot may come into, and shows what it may do there."


def install_button() -> str:
    """The way to Slack."""
    return "Add to Slack"


def installed_title(workspace: str) -> str:
    """It worked."""
    return f"The bot is in {workspace} now" if workspace else "The bot is in your workspace now"


def installed_text() -> str:
    """What to do now."""
    return (
        "Go back to Slack, open a channel and write “/invite @sora”, then “@sora a paper boat in the rain”. "
        "You can close this page."
    )


def not_installed_title() -> str:
    """It did not work."""
    return "The bot was not installed"


def not_installed_text(reason: str) -> str:
    """Why, and what to do."""
    why = _REASONS.get(reason, "Something went wrong between Slack and the bot.")
    return f"{why} Try again; if it stays like this, ask whoever runs the bot to look at its log."


def install_again() -> str:
    """The way to another try."""
    return "Try again"
