"""Numbers in words: spans of time, moments, money, file sizes and counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def duration(span: timedelta) -> str:
    """The two largest units, such as `3 min 20 s` or `5 h 12 min`; less than a second is `0 s`."""
    left = max(0, round(span.total_seconds()))
    parts: list[str] = []
    for size, unit in _UNITS:
        amount, rest = divmod(left, size)
        if amount or (parts and rest):
            parts.append(f"{amount} {unit}")
        left = rest
        if len(parts) == 2:
            break
    return " ".join(part for part in parts if not part.startswith("0 ")) or "0 s"


def clock_time(moment: datetime, now: datetime) -> str:
    """`at 18:00 UTC` today, `tomorrow at 00:00 UTC`, `on Mon 30 Nov at 00:00 UTC` later on."""
    utc = moment.astimezone(UTC)
    days = (utc.date() - now.astimezone(UTC).date()).days
    if days == 0:
        return f"at {utc:%H:%M} UTC"
    if days == 1:
        return f"tomorrow at {utc:%H:%M} UTC"
    return f"on {utc:%a} {utc.day} {utc:%b} at {utc:%H:%M} UTC"


def money(microusd: int) -> str:
    """`$0.40`; an amount under a cent keeps what it needs, as in `$0.0025`."""
    dollars = Decimal(microusd) / 1_000_000
    cents = dollars.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if cents == dollars or abs(dollars) >= Decimal("0.1"):
        return f"${cents}"
    return f"${dollars.normalize():f}"


def seconds(length: int | None) -> str:
    """How long a video is; None: the model decides."""
    return "length as the model likes" if length is None else f"{length} s"


def file_size(count: int) -> str:
    """`8.4 MB`, in millions of bytes."""
    megabytes = count / 1_000_000
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{max(megabytes, 0.1):.1f} MB"


def count_of(count: int, thing: str) -> str:
    """`1 video`, `3 videos`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def any_of(values: tuple[str, ...]) -> str:
    """`4`, `4 or 8`, `4, 8 or 12`."""
    return _listed(values, "or")


def all_of(values: tuple[str, ...]) -> str:
    """`4`, `4 and 8`, `4, 8 and 12`."""
    return _listed(values, "and")


def _listed(values: tuple[str, ...], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(values[:-1]), *values[-1:]) if part)
