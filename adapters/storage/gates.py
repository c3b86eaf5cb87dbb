"""The doors of the providers: one row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.storage.moments import to_moment, to_ms
from adapters.storage.statements import Statements
from bot.domain.video import ProviderName
from bot.ports import Gate


@dataclass(frozen=True, slots=True)
class SqlGates:
    """`bot.ports.Gates` on SQL."""

    sql: Statements

    async def hold(self, provider: ProviderName, now: datetime, tokens_milli: int) -> Gate:
        """Make or lock the row, and read it."""
        row = await self.sql.one("hold_gate", provider=provider, tokens_milli=tokens_milli, now=to_ms(now))
        assert row is not None  # RETURNING, with a conflict clause that always has a row
        tokens, refilled_at, paused_until = row
        return Gate(
            provider=provider,
            tokens_milli=tokens,
            refilled_at=to_moment(refilled_at),
            paused_until=to_moment(paused_until),
        )

    async def set(self, gate: Gate) -> None:
        """Write the row."""
        await self.sql.run(
            "set_gate",
            provider=gate.provider,
            tokens_milli=gate.tokens_milli,
            refilled_at=to_ms(gate.refilled_at),
            paused_until=to_ms(gate.paused_until),
        )
