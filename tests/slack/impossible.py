"""What a test asks for and nobody could do."""

from __future__ import annotations


class Impossible(AssertionError):
    """Slack's client does not let people do this."""


class Unanswered(AssertionError):
    """The app did not answer in time; Slack's client says that something went wrong."""
