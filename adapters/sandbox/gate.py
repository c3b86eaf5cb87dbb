"""The limits of a provider: requests per minute and tasks at once."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Gate:
    """Lets at most `per_minute` requests through in any sixty seconds, and `at_once` tasks at a time."""

    per_minute: int
    at_once: int
    _passed: deque[float] = field(default_factory=deque)

    def try_pass(self) -> float | None:
        """None when the request may pass, else the seconds until one may."""
        now = time.monotonic()
        while self._passed and self._passed[0] <= now - 60:
            self._passed.popleft()
        if len(self._passed) >= self.per_minute:
            return self._passed[0] + 60 - now if self._passed else 60.0
        self._passed.append(now)
        return None

    def has_room(self, running: int) -> bool:
        """Whether one more task may begin beside those running."""
        return running < self.at_once

    def reset(self) -> None:
        """Forget the requests so far."""
        self._passed.clear()
