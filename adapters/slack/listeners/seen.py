"""What Slack has told us already: it tells some things again, after a restart and to other processes too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.ports import Clock, Store

SOURCE: Final = "slack-answered"
"""Beside `slack`, under which the core notes what has become a job: an event may be known there and not yet here."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Kept in the database, for all processes and for a month."""

    store: Store
    clock: Clock

    async def first_time(self, event_id: str) -> bool:
        """Whether nobody has answered this yet; whoever asks is about to."""
        return await self.store.write(lambda tx: tx.seen.first_time(SOURCE, event_id, self.clock.now()))
