"""Events that platforms may send more than once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.storage.moments import to_ms
from adapters.storage.statements import Statements


@dataclass(frozen=True, slots=True)
class SqlSeenEvents:
    """`bot.ports.SeenEvents` on SQL."""

    sql: Statements

    async def first_time(self, source: str, event_id: str, at: datetime) -> bool:
        """Whether this is the first we hear of it; notes it too."""
        return bool(await self.sql.run("see_event", source=source, event_id=event_id, at=to_ms(at)))

    async def is_known(self, source: str, event_id: str) -> bool:
        """Whether it was noted."""
        return await self.sql.value("event_is_seen", source=source, event_id=event_id) is not None

    async def take_back(self, source: str, event_id: str) -> None:
        """Delete this one."""
        await self.sql.run("unsee_event", source=source, event_id=event_id)

    async def forget(self, source: str, before: datetime) -> None:
        """Delete older ones of this source."""
        await self.sql.run("forget_events_of", source=source, before=to_ms(before))
