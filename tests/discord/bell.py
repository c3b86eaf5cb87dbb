"""Waiting for the world to change: no polling, and always a deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Bell:
    """Rings whenever anything a person could see has changed."""

    waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def ring(self) -> None:
        for waiter in self.waiting:
            if not waiter.done():
                waiter.set_result(None)
        self.waiting.clear()

    async def until(self, look: Callable[[], T | None], *, within: float, wanted: Callable[[], str]) -> T:
        """Return what `look` finds as soon as it finds something; fail with the sentence of `wanted` after `within`."""
        deadline = time.monotonic() + within
        while not (found := look()):
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.waiting.add(waiter)
            await asyncio.wait([waiter], timeout=max(0.0, deadline - time.monotonic()))
            self.waiting.discard(waiter)
            if not waiter.done():
                found = look()
                if found:
                    return found
                raise AssertionError(f"within {within} s: {wanted()}")
        return found
