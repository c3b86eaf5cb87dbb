"""One thing that the app is told, and what it says to that."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

Json = dict[str, Any]

APP_ID: Final = "A0STANDIN01"

PATIENCE: Final = 3.0
"""Seconds in which Slack wants to hear that something has arrived."""


class Kind(StrEnum):
    """As Socket Mode calls them. https://docs.slack.dev/apis/events-api/using-socket-mode."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTION = "interactive"


@dataclass(eq=False, slots=True)
class Told:
    """An event, a command or something that was pressed or sent off, however often it is sent."""

    kind: Kind
    payload: Json = field(repr=False)
    tries: int = 0
    acknowledged_after: float | None = None
    """Seconds from the first try to the app's “all right”; None as long as there is none."""
    response: Any = None
    """What came along with that: a dict, or a text, or None."""
    status: int | None = None
    """What the last try over HTTP was answered with; None in Socket Mode."""
    reasons: list[str] = field(default_factory=list)
    """Why it was sent again, each time."""
    given_up: str | None = None
    """Why it is not sent again, where nobody took it."""
    began: float = field(default_factory=time.monotonic)

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_after is not None

    @property
    def is_given_up(self) -> bool:
        return self.given_up is not None

    @property
    def name(self) -> str:
        """What it is about: the type of the event or interaction, or the command."""
        event = self.payload.get("event") or {}
        return str(event.get("type") or self.payload.get("type") or self.payload.get("command"))

    def acknowledge(self, response: Any = None, status: int | None = None) -> None:
        """The app says that it has it. Only the first time counts."""
        if not self.is_acknowledged:
            self.acknowledged_after = time.monotonic() - self.began
            self.response, self.status = response, status
