"""What people have left, in words for their cards: read once for the many cards that change at nearly one time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.domain.chat import Requester
from bot.ports import Clock, Transaction
from bot.usecases.quota_policy import QuotaPolicy

KEEP: Final = timedelta(seconds=1)
"""How old the words on a card may be when it is drawn."""

MOST: Final = 10_000
"""People whose words are kept at one time."""


@dataclass(frozen=True, slots=True)
class Left:
    """The words for one person, None without limits; `read_at` is when they were true."""

    read_at: datetime
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLeft:
    """Remembers the words for `KEEP`."""

    clock: Clock
    policy: QuotaPolicy
    _known: dict[str, Left] = field(default_factory=dict)

    async def read(self, tx: Transaction, requester: Requester) -> Left:
        """The words as the counters have them now."""
        lines = self.policy.empty_lines(requester, self.clock.now())
        return self.note(requester, [await tx.quota.used(line) for line in lines[:1]])

    def note(self, requester: Requester, used: Sequence[int]) -> Left:
        """Keep what somebody has just read or reserved: how much of each of this person's limits is used."""
        now = self.clock.now()
        lines = self.policy.empty_lines(requester, now)
        if len(self._known) >= MOST:
            self._known.clear()
        left = self._known[requester.key] = Left(now, texts.quota_left(lines[0], used[0]) if lines else None)
        return left

    def lately(self, requester: Requester) -> Left | None:
        """The words of a moment ago; None where nobody has looked since."""
        left = self._known.get(requester.key)
        return left if left is not None and timedelta(0) <= self.clock.now() - left.read_at < KEEP else None
