"""Quota counters and their ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.storage.moments import to_ms
from adapters.storage.statements import Statements
from bot.domain.job import Closing, JobId
from bot.domain.quota import QuotaDenied, QuotaLine


@dataclass(frozen=True, slots=True)
class SqlQuotaBook:
    """`bot.ports.QuotaBook` on SQL. A counter holds what is reserved and what is settled; only a release lowers it."""

    sql: Statements

    async def reserve(self, job_id: JobId, lines: Sequence[QuotaLine], at: datetime) -> Sequence[int] | QuotaDenied:
        """Take the lines one after the other, up to the first that does not fit."""
        used = []
        for line in lines:
            taken = await self.sql.value("take_quota", **_key(line), amount=line.amount, limit=line.limit.amount)
            if taken is None:
                return QuotaDenied(line, await self.used(line))
            used.append(taken)
            await self.sql.run("write_reservation", job_id=job_id, **_key(line), amount=line.amount, at=to_ms(at))
        return used

    async def close(self, job_id: JobId, closing: Closing, at: datetime) -> None:
        """Write the end of all lines of the job, and lower the counters of a release."""
        lines = await self.sql.all("write_closing", job_id=job_id, entry=closing.value, at=to_ms(at))
        if not lines and await self.sql.value("is_reserved", job_id=job_id):
            raise ValueError(f"the reservation of job {job_id} is closed already")
        if closing is Closing.RELEASED:
            await self._give_back(lines)

    async def used(self, line: QuotaLine) -> int:
        """What the counter says."""
        return await self.sql.value("quota_used", **_key(line)) or 0

    async def _give_back(self, lines: Sequence[Sequence[object]]) -> None:
        # In the order in which reservations lock the counters, or two transactions could wait for each other.
        for scope, unit, window_start, amount in sorted(tuple(line) for line in lines):
            await self.sql.run("give_quota_back", scope=scope, unit=unit, window_start=window_start, amount=amount)


def _key(line: QuotaLine) -> dict[str, object]:
    return {"scope": line.limit.scope, "unit": line.limit.unit.value, "window_start": line.window_start}
