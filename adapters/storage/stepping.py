"""Runs an awaitable that never waits, outside any event loop."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar, cast

T = TypeVar("T")


def run_to_end(work: Awaitable[T]) -> T:
    """What `work` returns or raises. Raises RuntimeError where it waits for anything but its transaction."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return cast("T", end.value)
    steps.close()
    raise RuntimeError("work in a transaction waited for something else than the transaction")
