"""The way to the store for work that nobody waits for: few at one time, so that people find it free."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.ports import Store, Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Background:
    """`Store` behind `places`. Who waits for one holds nothing: no connection, no lock, no place in a batch.

    Under load hundreds of callbacks and looks want the store at one moment, and a command that came then would stand
    behind them all. People's own transactions go to `store` directly.
    """

    store: Store
    places: asyncio.Semaphore

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """As the store's, once there is a place."""
        async with self.places:
            return await self.store.write(work)

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """As the store's, once there is a place."""
        async with self.places:
            return await self.store.read(work)
