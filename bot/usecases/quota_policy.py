"""Which limits apply to a person. For now one: videos per person and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.chat import Requester
from bot.domain.quota import Limit, QuotaLine, Unit, Window, lines_for


@dataclass(frozen=True, slots=True)
class QuotaPolicy:
    """The operator's limits."""

    daily_videos: int

    def limits(self, requester: Requester) -> tuple[Limit, ...]:
        """All limits that this person's requests count against."""
        scope = f"person:{requester.key}"
        return (Limit(scope=scope, unit=Unit.VIDEOS, window=Window.DAY, amount=self.daily_videos),)

    def lines(self, requester: Requester, amounts: dict[Unit, int], now: datetime) -> tuple[QuotaLine, ...]:
        """What a request of `amounts` takes from each of them."""
        return lines_for(self.limits(requester), amounts, now)

    def empty_lines(self, requester: Requester, now: datetime) -> tuple[QuotaLine, ...]:
        """The lines with nothing taken, for looking at what is used."""
        return self.lines(requester, dict.fromkeys(Unit, 0), now)
