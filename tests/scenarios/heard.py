"""A store whose queue entries are heard: they go into the test's queue instead of the store's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from bot.ports import JobQueue, QueueEntry, Store, Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HeardStore:
    """The store behind it never sees an entry; `queue` gets those of a transaction once it is committed."""

    store: Store
    queue: JobQueue

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        entries: list[QueueEntry] = []

        async def heard(tx: Transaction) -> T:
            entries.clear()
            return await work(cast("Transaction", _Heard(tx, entries)))

        result = await self.store.write(heard)
        await self.queue.put(entries)
        return result

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self.store.read(work)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A transaction that keeps its entries to itself."""

    tx: Transaction
    entries: list[QueueEntry]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.tx, name)

    def enqueue(self, entry: QueueEntry) -> None:
        self.entries.append(entry)
