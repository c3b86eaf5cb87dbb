"""The queue in memory stays small and quick, however much goes through it and however much waits in it."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from statistics import median

from pgqueuer.adapters.inmemory import InMemoryDriver

from adapters.jobs.entries import to_enqueued
from adapters.jobs.in_memory import InMemoryQueue, LeanQueries
from adapters.jobs.worker import work_until_cancelled
from bot.ports import QueueEntry, Step


async def test_nothing_stays_behind_of_entries_that_are_done() -> None:
    queue = InMemoryQueue()
    handled = 0
    done = asyncio.Event()

    async def count(_key: str) -> None:
        nonlocal handled
        handled += 1
        if handled == 2000:
            done.set()

    worker = asyncio.create_task(queue.work({Step.FOLLOW: count}))
    async with asyncio.timeout(20):
        await queue.put([QueueEntry(Step.FOLLOW, str(number)) for number in range(2000)])
        await done.wait()
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)

    tables = {table.table_name: table.estimated_rows for table in await queue._queries.schema_info()}
    assert set(tables.values()) == {0}


async def test_nudges_that_wait_for_one_handler_are_one() -> None:
    queue = InMemoryQueue()
    handled: asyncio.Queue[str] = asyncio.Queue()
    for _ in range(50):
        await queue.put([QueueEntry(Step.SUBMIT, "apixo")])
    await queue.put([QueueEntry(Step.FOLLOW, "last")])

    worker = asyncio.create_task(queue.work({Step.SUBMIT: handled.put, Step.FOLLOW: handled.put}))
    async with asyncio.timeout(10):
        seen = sorted([await handled.get(), await handled.get()])
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)

    assert seen == ["apixo", "last"]
    assert handled.empty()


async def test_handlers_that_do_not_finish_in_time_are_cancelled() -> None:
    queries = LeanQueries(InMemoryDriver())
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def never_end(_key: str) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    await queries.enqueue(**to_enqueued([QueueEntry(Step.FOLLOW, "job")]))
    worker = asyncio.create_task(
        work_until_cancelled(lambda: queries, {Step.FOLLOW: never_end}, grace=timedelta(seconds=0.1))
    )
    async with asyncio.timeout(10):
        await begun.wait()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)

    assert cancelled.is_set()


async def test_entries_that_wait_for_later_cost_those_of_now_nothing() -> None:
    queue = InMemoryQueue()
    heard: asyncio.Queue[float] = asyncio.Queue()
    waits = []

    async def note(_key: str) -> None:
        heard.put_nowait(time.perf_counter())

    await queue.put([QueueEntry(Step.FOLLOW, str(number), timedelta(hours=1)) for number in range(20_000)])
    worker = asyncio.create_task(queue.work({Step.FOLLOW: note}))
    async with asyncio.timeout(20):
        for number in range(50):
            put_at = time.perf_counter()
            await queue.put([QueueEntry(Step.FOLLOW, str(number))])
            waits.append(await heard.get() - put_at)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)

    # A walk through all that waits takes longer than this for each wake-up.
    assert median(waits) < 0.005
