"""Moments and spans as the database keeps them: whole milliseconds, since 1970 in UTC. What is finer is cut off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, overload

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


@overload
def to_ms(moment: datetime) -> int: ...
@overload
def to_ms(moment: None) -> None: ...
def to_ms(moment: datetime | None) -> int | None:
    """The moment as a number."""
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


@overload
def to_moment(ms: int) -> datetime: ...
@overload
def to_moment(ms: None) -> None: ...
def to_moment(ms: int | None) -> datetime | None:
    """The number as a moment in UTC."""
    return None if ms is None else _EPOCH + timedelta(milliseconds=ms)


def span_to_ms(span: timedelta) -> int:
    """The span as a number."""
    return span // _MILLISECOND
