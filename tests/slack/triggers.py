"""What lets an app open a window before somebody who has just done something: once, and within three seconds."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Final

LIVES: Final = 3.0


@dataclass(eq=False)
class Triggers:
    """All that were given out."""

    lives: float = LIVES
    _issued: dict[str, tuple[str, float]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def issue(self, user_id: str) -> str:
        trigger = f"{secrets.randbelow(10**10)}.{secrets.token_hex(8)}"
        self._issued[trigger] = user_id, time.monotonic() + self.lives
        return trigger

    def use(self, trigger: str) -> tuple[str, str]:
        """The user's id, or Slack's error."""
        user, good_until = self._issued.get(trigger, ("", 0.0))
        if not user:
            return "", "invalid_trigger_id"
        if trigger in self._used:
            return "", "exchanged_trigger_id"
        if time.monotonic() > good_until:
            return "", "expired_trigger_id"
        self._used.add(trigger)
        return user, ""
