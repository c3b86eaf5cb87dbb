"""The one truth, and what one transaction can touch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.ports.books import CardRefs, Gates, Images, QuotaBook, SeenEvents, TeamRules
from bot.ports.jobs import Jobs, JobViews
from bot.ports.queue import QueueEntry

T = TypeVar("T")


class Transaction(Protocol):
    """Everything one transaction can touch. Only the methods found here may be awaited inside it."""

    @property
    def jobs(self) -> Jobs: ...
    @property
    def views(self) -> JobViews: ...
    @property
    def cards(self) -> CardRefs: ...
    @property
    def quota(self) -> QuotaBook: ...
    @property
    def seen(self) -> SeenEvents: ...
    @property
    def gates(self) -> Gates: ...
    @property
    def images(self) -> Images: ...
    @property
    def rules(self) -> TeamRules: ...

    def enqueue(self, entry: QueueEntry) -> None:
        """Put an entry into the queue if and only if this transaction commits; a nudge is put right after."""
        ...


class Store(Protocol):
    """The one truth: a database."""

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction and return what it returns; any exception rolls everything back.

        `work` awaits nothing but its transaction, and may run more than once (another transaction came first):
        it must not touch anything else. Durable when this returns, even across a power cut. Raises `StorageFull`.
        """
        ...

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` on one consistent view, for reading only."""
        ...
