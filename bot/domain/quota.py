"""Quotas: what a person may spend in a window of time, and the lines a reservation is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What is counted."""

    VIDEOS = "videos"
    SECONDS = "seconds"
    USD = "usd"  # in millionths of a dollar


class Window(StrEnum):
    """How long a count lasts before it starts again at zero."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `amount` of `unit` per `window` for one scope, such as `person:discord:42:7`."""

    scope: str
    unit: Unit
    window: Window
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLine:
    """What one job takes from one limit in one window. `window_start` names the window, as ISO date or `total`."""

    limit: Limit
    window_start: str
    amount: int
    resets_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuotaDenied:
    """No room: `line` would not fit, since `used` of the limit is taken already."""

    line: QuotaLine
    used: int


def window_of(window: Window, now: datetime) -> tuple[str, datetime | None]:
    """The name of the window that `now` is in and the moment it ends, in UTC; a week starts on Monday."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    match window:
        case Window.DAY:
            start, end = day, day + timedelta(days=1)
        case Window.WEEK:
            start = day - timedelta(days=day.weekday())
            end = start + timedelta(days=7)
        case Window.MONTH:
            start = day.replace(day=1)
            end = (start + timedelta(days=32)).replace(day=1)
        case Window.TOTAL:
            return "total", None
    return f"{window}:{start:%Y-%m-%d}", end


def window_starts(window: Window, now: datetime) -> datetime:
    """The moment at which the day, week or month began that `now` is in."""
    return datetime.fromisoformat(window_of(window, now)[0].rpartition(":")[2]).replace(tzinfo=UTC)


def lines_for(limits: tuple[Limit, ...], amounts: dict[Unit, int], now: datetime) -> tuple[QuotaLine, ...]:
    """The lines a request takes, in one fixed order, so that two transactions never wait for each other in a ring."""
    lines = []
    for limit in sorted(limits, key=lambda limit: (limit.scope, limit.unit, limit.window)):
        start, end = window_of(limit.window, now)
        lines.append(QuotaLine(limit=limit, window_start=start, amount=amounts[limit.unit], resets_at=end))
    return tuple(lines)
