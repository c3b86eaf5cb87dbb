"""People's text where Slack would read markup: it shows as they wrote it, and calls nobody.

Everything that acts in Slack's markup stands in angle brackets: mentions, links, dates. Without them nothing is left.
https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

from typing import Final

from adapters.wording import readable

_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """The text for `mrkdwn` and for a message's `text`. At most five times as long."""
    return readable(text).translate(_ENTITIES)
