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

    async def look(self, look: Callable[[], T | None], *, within: float) -> T | None:
        """Return what `look` finds as soon as it finds something, and None if that is not within these seconds."""
        deadline = time.monotonic() + within
        while not (found := look()):
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.waiting.add(waiter)
            await asyncio.wait([waiter], timeout=left)
            self.waiting.discard(waiter)
        return found

    async def until(self, look: Callable[[], T | None], *, within: float, wanted: Callable[[], str]) -> T:
        """Return what `look` finds as soon as it finds something; else fail, and say with `wanted` how things are."""
        found = await self.look(look, within=within)
        if found is None:
            raise AssertionError(f"within {within} s: {wanted()}")
        return found
