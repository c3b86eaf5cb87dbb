"""How long ago Slack told us of something: everything that is done before it is acknowledged shares one span."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

SOON: Final = 1.5
"""Seconds until Slack is told that something arrived, whether it is done or not: it wants to know within three."""

LATEST: Final = 2.5
"""Seconds after which nothing is begun any more: Slack takes it for lost, and tells it again, or tells the person."""

_ARRIVED: Final[ContextVar[float | None]] = ContextVar("arrived", default=None)


@contextmanager
def arriving(ago: float = 0.0) -> Iterator[None]:
    """What is done inside is done for something that arrives now, unless that was said further outside."""
    arrived = _ARRIVED.get()
    token = _ARRIVED.set(time.monotonic() - ago if arrived is None else arrived)
    try:
        yield
    finally:
        _ARRIVED.reset(token)


def left_of(span: float) -> float:
    """Seconds that are left of a span which began when it arrived; all of it, where that is not known."""
    arrived = _ARRIVED.get()
    return span if arrived is None else max(0.0, arrived + span - time.monotonic())
