"""What Slack has told us already: it tells some things again, after a restart and to other processes too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from bot.ports import Clock, Store

SOURCE: Final = "slack-answered"
"""Beside `slack`, under which the core notes what has become a job: an event may be known there and not yet here."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Kept in the database, for all processes and for a month. For answers alone: a job is noted together with itself.

    An answer twice is better than none, so it is noted when it was given: one that dies with its process is given when
    Slack tells the event again. Two processes that are told at the same moment may both answer.
    """

    store: Store
    clock: Clock
    _under_way: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def once(self, event_id: str, answer: Callable[[], Awaitable[None]]) -> None:
        """Give the answer, unless it was given before. Waits for one under way in this process."""
        async with self._under_way.setdefault(event_id, asyncio.Lock()):
            if not await self.store.read(lambda tx: tx.seen.is_known(SOURCE, event_id)):
                await answer()
                await self.store.write(lambda tx: tx.seen.first_time(SOURCE, event_id, self.clock.now()))
