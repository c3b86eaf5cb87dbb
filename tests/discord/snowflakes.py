"""Ids as Discord makes them: milliseconds since 2015, then a counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tests.discord.clock import Clock

EPOCH: Final = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp() * 1000)


@dataclass(slots=True)
class Snowflakes:
    """Never gives the same id twice, and never a smaller one than before."""

    clock: Clock
    last: int = 0

    def next(self) -> int:
        present = int(self.clock.now().timestamp() * 1000) - EPOCH << 22
        self.last = max(present, self.last + 1)
        return self.last

    def next_on(self, shard: int, of: int) -> int:
        """Give an id whose guild belongs to this shard."""
        found = self.next()
        while (found >> 22) % of != shard:
            found += 1 << 22
        self.last = found
        return found


def made_at(snowflake: int) -> datetime:
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH) / 1000, UTC)
