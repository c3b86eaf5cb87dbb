"""Signatures that were used: the very same request, sent once more by somebody who has seen it, is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.ports import Clock, Store, Transaction

SOURCE: Final = "slack-signature"

MEMORY: Final = timedelta(minutes=15)
"""A signature is good for five minutes before and after the moment that it names."""


@dataclass(slots=True)
class Replays:
    """Shared by all processes on the database; each forgets old ones from time to time."""

    store: Store
    clock: Clock
    _tidied: datetime | None = None

    async def is_first(self, signature: str) -> bool:
        """Whether this signature was never used before; from now on it was."""
        now = self.clock.now()
        is_time_to_tidy = self._tidied is None or abs(now - self._tidied) > MEMORY

        async def work(tx: Transaction) -> bool:
            if is_time_to_tidy:
                await tx.seen.forget(SOURCE, now - MEMORY)
            return await tx.seen.first_time(SOURCE, signature, now)

        is_first = await self.store.write(work)
        self._tidied = now if is_time_to_tidy else self._tidied
        return is_first

    async def take_back(self, signature: str) -> None:
        """What it came with was not taken: the same request may come again."""
        await self.store.write(lambda tx: tx.seen.take_back(SOURCE, signature))
