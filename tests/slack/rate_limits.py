"""How often each method may be called. https://docs.slack.dev/apis/web-api/rate-limits."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Final

from tests.slack.calls import Call

TIERS: Final = {
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.info": 50,
    "conversations.open": 50,
    "files.delete": 50,
}
USUAL: Final = 100
READS: Final = frozenset({"conversations.history", "conversations.replies"})
A_MINUTE: Final = 60
A_SECOND: Final = 1.0
"""One message a second in a channel."""
EARLY: Final = 0.5
"""A message may come by so much too early, where the next one waits for longer: short bursts are allowed."""


@dataclass(slots=True)
class RateLimits:
    """`ratelimited` to whoever calls more often, where that is looked at."""

    is_on: bool = False
    reads_left: int | None = None
    """So often channels may still be read, by an app from outside the Marketplace: it has one more every minute."""
    hits: list[str] = field(default_factory=list)
    """Methods that were called too often."""
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _turns: dict[str, float] = field(default_factory=dict)
    """When the next message in a channel is due."""

    def too_soon(self, call: Call) -> int | None:
        """After how many seconds to try again; None where all is well."""
        if call.method in READS and self.reads_left is not None:
            if self.reads_left <= 0:
                self.hits.append(call.method)
                return A_MINUTE
            self.reads_left -= 1
        if not self.is_on or call.workspace is None:
            return None
        now, wait = time.monotonic(), 0.0
        calls = self._calls[call.workspace.id, call.method]
        while calls and calls[0] < now - 60:
            calls.popleft()
        if len(calls) >= TIERS.get(call.method, USUAL):
            wait = calls[0] + 60 - now
        channel = call.arguments.get("channel") or call.arguments.get("channel_id")
        if call.method in ("chat.postMessage", "files.completeUploadExternal") and channel:
            turn = self._turns.get(str(channel), 0.0)
            wait = max(wait, turn - EARLY - now)
            if wait <= 0:
                self._turns[str(channel)] = max(turn, now) + A_SECOND
        if wait > 0:
            self.hits.append(call.method)
            return math.ceil(wait)
        calls.append(now)
        return None
