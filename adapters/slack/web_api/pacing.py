"""Slack's limits on how often each method may be called, kept to before Slack has to say so.

Tiers: https://docs.slack.dev/apis/web-api/rate-limits. They hold for each workspace; posting is about one message a
second in each channel. Counted is the last minute as it was, so no burst is ever too much. What other processes call is
not known here: then Slack says so, and the method rests for as long as it asks.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.domain.errors import DeliveryPaused

TIER_2: Final = 20
TIER_3: Final = 50
TIER_4: Final = 100

PER_MINUTE: Final = {
    "chat.delete": TIER_3,
    "chat.getPermalink": TIER_4,
    "chat.postEphemeral": TIER_4,
    "chat.postMessage": 200,  # "several hundred messages per minute" in a workspace, and one a second in a channel
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.delete": TIER_3,
    "files.getUploadURLExternal": TIER_4,
    "files.info": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.update": TIER_4,
}
POSTING: Final = frozenset({"chat.postMessage", "files.completeUploadExternal"})

FOR_PROGRESS: Final = 0.6
"""The part of each limit that may go to what can wait: the rest is for ends, answers and videos."""

LONGEST_WAIT: Final = 15.0
"""Seconds that a call waits for its turn here; what would have to wait longer comes back later."""

MINUTE: Final = 60.0
SECOND: Final = 1.0


@dataclass(slots=True)
class _Window:
    """When the last calls were, or will be, as far as they still count; and until when there are none."""

    turns: deque[float] = field(default_factory=deque)
    rests_until: float = 0.0

    def wait(self, now: float, most: int, span: float) -> float:
        """Seconds until one more is less than `most` within `span`."""
        while self.turns and self.turns[0] <= now - span:
            self.turns.popleft()
        turn = now if len(self.turns) < most else self.turns[-most] + span
        return max(turn, self.rests_until, now) - now


@dataclass(slots=True)
class Turns:
    """Who may call what, and when. `now` counts seconds and never goes back; `sleep` waits so many."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _methods: dict[tuple[str, str], _Window] = field(default_factory=lambda: defaultdict(_Window))
    _channels: dict[tuple[str, str], _Window] = field(default_factory=lambda: defaultdict(_Window))

    async def take(self, team: str, method: str, channel: str | None = None, *, can_wait: bool = False) -> None:
        """Return when it is this call's turn.

        Raises `DeliveryPaused` where that takes too long, and at once for what `can_wait`: by then there may be news.
        Also where Slack asks for a rest while it waits.
        """
        wait = self._book(team, method, channel, can_wait=can_wait)
        if wait > 0:
            await self.sleep(wait)
            rest = self._methods[team, method].rests_until - self.now()
            if rest > 0:
                raise DeliveryPaused(timedelta(seconds=rest))

    def rest(self, team: str, method: str, seconds: float) -> None:
        """Slack asked for it."""
        window = self._methods[team, method]
        window.rests_until = max(window.rests_until, self.now() + seconds)

    def _book(self, team: str, method: str, channel: str | None, *, can_wait: bool) -> float:
        now = self.now()
        most = PER_MINUTE[method]
        windows = [(self._methods[team, method], int(most * FOR_PROGRESS) if can_wait else most, MINUTE)]
        if channel is not None and method in POSTING:
            windows.append((self._channel(team, channel, now), 1, SECOND))
        wait = max(window.wait(now, limit, span) for window, limit, span in windows)
        if wait > (0 if can_wait else LONGEST_WAIT):
            raise DeliveryPaused(timedelta(seconds=wait))
        for window, _, _ in windows:
            window.turns.append(now + wait)
        return wait

    def _channel(self, team: str, channel: str, now: float) -> _Window:
        if len(self._channels) > 10_000:
            quiet = [key for key, window in self._channels.items() if window.turns and window.turns[-1] < now - SECOND]
            for key in quiet:
                del self._channels[key]
        return self._channels[team, channel]
