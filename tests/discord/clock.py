"""The stand-in's time: it runs by itself, and a test can move it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Clock:
    """The present, ahead of the real one by as much as a test has moved it."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, by: timedelta) -> None:
        """Let this much time pass at once: tokens end, links expire, nonces are forgotten."""
        self.ahead += by
