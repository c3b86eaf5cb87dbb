"""What a person may still spend, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.chat import Notice, Table
from bot.domain.quota import Limit, QuotaDenied, QuotaLine, Unit, Window
from bot.texts import amounts

_WINDOW = {Window.DAY: "today", Window.WEEK: "this week", Window.MONTH: "this month", Window.TOTAL: "in all"}


def quota_denied(denied: QuotaDenied, now: datetime) -> str:
    """How much is used of how much, when there is more, and what to do until then."""
    limit = denied.line.limit
    if denied.line.amount > limit.amount:
        return _never(limit, denied.line.amount)
    return (
        f"{_who(limit)} used {_of(limit.unit, denied.used, limit.amount)} {_WINDOW[limit.window]}, "
        f"and this would take {amount(limit.unit, denied.line.amount)}. {_resets(denied.line, now)}"
    )


def _never(limit: Limit, wanted: int) -> str:
    """A request that no empty window has room for."""
    return (
        f"This takes {amount(limit.unit, wanted)}, and the limit is {amount(limit.unit, limit.amount)} "
        f"{_WINDOW[limit.window]}. Ask for less, or ask an admin for more."
    )


def _who(limit: Limit) -> str:
    kind = limit.scope.partition(":")[0]
    return {"team": "This team has", "channel": "This channel has", "role": "Your role has"}.get(kind, "You have")


def _of(unit: Unit, used: int, total: int) -> str:
    if unit is Unit.USD:
        return f"{amounts.money(used)} of {amounts.money(total)}"
    return f"{used:,} of {amount(unit, total)}"


def amount(unit: Unit, count: int) -> str:
    """`3 videos`, `40 seconds`, `$2.50`."""
    return amounts.money(count) if unit is Unit.USD else amounts.count_of(count, unit.value.removesuffix("s"))


def _resets(line: QuotaLine, now: datetime) -> str:
    if line.resets_at is None:
        return "Ask an admin of your team for more."
    left = amounts.duration(line.resets_at - now)
    return (
        f"There is more {amounts.clock_time(line.resets_at, now)}, in {left}. Come back then, or ask an admin for more."
    )


def used_of_limit(line: QuotaLine, used: int) -> str:
    """`3 of 10 videos today`."""
    return f"{_of(line.limit.unit, used, line.limit.amount)} {_WINDOW[line.limit.window]}"


def quota_left(line: QuotaLine, used: int) -> str:
    """`3 videos left today`."""
    left = max(0, line.limit.amount - used)
    return f"{amount(line.limit.unit, left)} left {_WINDOW[line.limit.window]}"


def quota_bar(used: int, limit: int, width: int = 10) -> str:
    """`███████░░░`: how much is used; nothing used is empty, and only all of it is full."""
    if limit <= 0:
        return "█" * width
    filled = min(width, max(0, used) * width // limit)
    if used > 0:
        filled = max(1, filled)
    return "█" * filled + "░" * (width - filled)


def quota_notice(lines: Sequence[tuple[QuotaLine, int]], now: datetime) -> Notice:
    """Every limit a person has with what is used of it."""
    if not lines:
        return Notice(text="No limits are set for you. Ask for as many videos as you like.")
    rows = tuple(_row(line, used, now) for line, used in lines)
    return Notice(
        text="What you may still make:", table=Table(headings=("Limit", "Used", "Left", "Starts anew"), rows=rows)
    )


def _row(line: QuotaLine, used: int, now: datetime) -> tuple[str, ...]:
    limit = line.limit
    anew = "never" if line.resets_at is None else f"in {amounts.duration(line.resets_at - now)}"
    return (
        f"{amount(limit.unit, limit.amount)} {_WINDOW[limit.window]}",
        f"{quota_bar(used, limit.amount)} {_of(limit.unit, used, limit.amount)}",
        amount(limit.unit, max(0, limit.amount - used)),
        anew,
    )
