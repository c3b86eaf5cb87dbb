"""Group commit: works that wait for the database while a batch runs are the next batch, and share one commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import structlog

from adapters.storage.database_thread import DatabaseThread
from adapters.storage.transaction import SqlTransaction
from bot.ports import QueueEntry

T = TypeVar("T")

log = structlog.get_logger()

MOST: Final = 128
"""Works in one batch: bounds how long the first of them waits for its commit."""


@dataclass(slots=True, eq=False)
class Waiting:
    """One work on its way. `entries` for the queue, `result` and `error` are what its last run left."""

    work: Callable[[SqlTransaction], Awaitable[Any]]
    answer: asyncio.Future[Any]
    entries: Sequence[QueueEntry] = ()
    result: object = None
    error: BaseException | None = None


RunBatch = Callable[[sqlite3.Connection, Sequence[Waiting]], None]
"""Runs works to their ends on the database's thread and leaves on each a result or an error; itself never raises."""

Finished = Callable[[Sequence[Waiting]], Awaitable[None]]
"""Called in the event loop after a batch, before its callers hear of it."""


@dataclass(slots=True)
class Batches:
    """The works of one connection, in the order they came."""

    thread: DatabaseThread
    run_batch: RunBatch
    finished: Finished
    _queue: deque[Waiting] = field(default_factory=deque)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _is_closed: bool = False

    async def run(self, work: Callable[[SqlTransaction], Awaitable[T]]) -> T:
        """Run `work` with a coming batch. A caller who is cancelled may or may not have had it run."""
        if self._is_closed:
            raise RuntimeError("the database is closed")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(work, answer))
        self._more.set()
        return await answer

    async def serve(self) -> None:
        """Run batches until closed, and then those that still wait."""
        while not self._is_closed or self._queue:
            await self._more.wait()
            if not self._is_closed:
                self._more.clear()
            while batch := self._next():
                await self._serve(batch)

    def close(self) -> None:
        """Take no more works."""
        self._is_closed = True
        self._more.set()

    def _next(self) -> list[Waiting]:
        batch: list[Waiting] = []
        while self._queue and len(batch) < MOST:
            waiting = self._queue.popleft()
            if not waiting.answer.done():
                batch.append(waiting)
        return batch

    async def _serve(self, batch: list[Waiting]) -> None:
        try:
            await self.thread.call(lambda connection: self.run_batch(connection, batch))
            await self.finished(batch)
        except asyncio.CancelledError:
            for waiting in batch:
                waiting.answer.cancel()
            raise
        except Exception as error:
            log.exception("database_batch_broke", works=len(batch))
            for waiting in batch:
                waiting.error = waiting.error or error
        for waiting in batch:
            _answer(waiting)


def _answer(waiting: Waiting) -> None:
    if waiting.answer.done():
        return
    if waiting.error is not None:
        waiting.answer.set_exception(waiting.error)
    else:
        waiting.answer.set_result(waiting.result)


@asynccontextmanager
async def open_batches(thread: DatabaseThread, run_batch: RunBatch, finished: Finished) -> AsyncIterator[Batches]:
    """Serve batches while open; at the end, everything that was handed in is run first."""
    batches = Batches(thread, run_batch, finished)
    server = asyncio.create_task(batches.serve(), name="database batches")
    try:
        yield batches
    finally:
        batches.close()
        await server
