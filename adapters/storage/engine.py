"""What both stores are to the other classes of this package: a store whose transactions show their statements."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from adapters.storage.transaction import SqlTransaction

T = TypeVar("T")


class Engine(Protocol):
    """`bot.ports.Store`, for works that use statements of their own."""

    async def write(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction."""
        ...

    async def read(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` on one consistent view."""
        ...
