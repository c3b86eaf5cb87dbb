"""The contract of the queue, in memory and on PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import median

import pytest
from structlog.testing import capture_logs

from adapters.storage.backend import Backend
from bot.ports import JobQueue, QueueEntry, Step

Handle = Callable[[str], Awaitable[None]]


@pytest.fixture
def queue(backend: Backend) -> JobQueue:
    return backend.queue


@asynccontextmanager
async def working(queue: JobQueue, handlers: Mapping[Step, Handle]) -> AsyncIterator[asyncio.Task[None]]:
    worker = asyncio.create_task(queue.work(handlers))
    try:
        async with asyncio.timeout(30):
            yield worker
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


class Heard:
    """A handler that notes what it was called with."""

    def __init__(self, expected: int = 1) -> None:
        self.keys: list[str] = []
        self.all = asyncio.Event()
        self._expected = expected

    async def __call__(self, key: str) -> None:
        self.keys.append(key)
        if len(self.keys) >= self._expected:
            self.all.set()


async def test_entries_put_before_the_work_begins_are_handled(queue: JobQueue) -> None:
    heard = Heard()
    await queue.put([QueueEntry(Step.DELIVER, "job")])

    async with working(queue, {Step.DELIVER: heard}):
        await heard.all.wait()

    assert heard.keys == ["job"]


async def test_each_step_has_its_handler(queue: JobQueue) -> None:
    heard = {step: Heard() for step in Step}

    async with working(queue, heard):
        await queue.put([QueueEntry(step, f"for-{step}") for step in Step])
        for handler in heard.values():
            await handler.all.wait()

    assert {step: handler.keys for step, handler in heard.items()} == {step: [f"for-{step}"] for step in Step}


async def test_nothing_is_lost_and_nothing_repeated_among_many(queue: JobQueue) -> None:
    heard = Heard(expected=600)
    keys = [f"job-{number}" for number in range(600)]

    async with working(queue, {Step.FOLLOW: heard}):
        for start in range(0, 600, 7):
            await queue.put([QueueEntry(Step.FOLLOW, key) for key in keys[start : start + 7]])
        await heard.all.wait()

    assert Counter(heard.keys) == Counter(keys)


async def test_many_handlers_run_at_one_time(queue: JobQueue) -> None:
    together = asyncio.Barrier(100)

    async def meet(_key: str) -> None:
        await together.wait()

    async with working(queue, {Step.SUBMIT: meet}):
        await queue.put([QueueEntry(Step.SUBMIT, str(number)) for number in range(99)])
        await together.wait()


async def test_an_entry_wakes_its_handler_at_once(queue: JobQueue, database_url: str) -> None:
    heard: asyncio.Queue[float] = asyncio.Queue()
    waits = []

    async def note(_key: str) -> None:
        heard.put_nowait(time.perf_counter())

    async with working(queue, {Step.FOLLOW: note}):
        await queue.put([QueueEntry(Step.FOLLOW, "warm-up")])
        await heard.get()
        for number in range(25):
            put_at = time.perf_counter()
            await queue.put([QueueEntry(Step.FOLLOW, str(number))])
            waits.append(await heard.get() - put_at)
            await asyncio.sleep(0.01)  # until the worker has gone to wait again

    # Ten times what it takes on a quiet machine; a queue that polls would take longer still.
    assert median(waits) < 0.1


async def test_a_nudge_while_its_handler_runs_is_handled_after_it(queue: JobQueue) -> None:
    begun: asyncio.Queue[str] = asyncio.Queue()
    may_end = asyncio.Event()

    async def look(key: str) -> None:
        begun.put_nowait(key)
        await may_end.wait()

    async with working(queue, {Step.SUBMIT: look}):
        await queue.put([QueueEntry(Step.SUBMIT, "apixo")])
        await begun.get()
        await queue.put([QueueEntry(Step.SUBMIT, "apixo")])
        may_end.set()

        assert await begun.get() == "apixo"


async def test_nudges_for_two_providers_are_two(queue: JobQueue) -> None:
    heard = Heard(expected=2)

    async with working(queue, {Step.SUBMIT: heard}):
        await queue.put([QueueEntry(Step.SUBMIT, "apixo"), QueueEntry(Step.SUBMIT, "fal")])
        await heard.all.wait()

    assert sorted(heard.keys) == ["apixo", "fal"]


async def test_a_delayed_entry_comes_when_its_time_is_there_and_lets_others_pass(queue: JobQueue) -> None:
    heard = Heard(expected=2)
    put_at = time.perf_counter()

    async with working(queue, {Step.FOLLOW: heard}):
        await queue.put([QueueEntry(Step.FOLLOW, "later", timedelta(seconds=0.4)), QueueEntry(Step.FOLLOW, "now")])
        await heard.all.wait()

    assert heard.keys == ["now", "later"]
    assert 0.4 <= time.perf_counter() - put_at < 5


async def test_a_failing_handler_is_logged_without_what_it_said_elsewhere_and_dropped(queue: JobQueue) -> None:
    heard = Heard(expected=2)

    async def fail_first(key: str) -> None:
        await heard(key)
        if key == "bad":
            raise LookupError

    with capture_logs() as logs:
        async with working(queue, {Step.DELIVER: fail_first}):
            await queue.put([QueueEntry(Step.DELIVER, "bad")])
            await queue.put([QueueEntry(Step.DELIVER, "good")])
            await heard.all.wait()

    assert sorted(heard.keys) == ["bad", "good"]
    failures = [entry for entry in logs if entry["event"] == "queue_entry_failed"]
    assert [(entry["step"], entry["key"]) for entry in failures] == [("deliver", "bad")]


async def test_once_told_to_stop_running_handlers_finish_and_no_others_begin(queue: JobQueue) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def wait(key: str) -> None:
        begun.set()
        await may_end.wait()
        ended.append(key)

    async with working(queue, {Step.FOLLOW: wait}) as worker:
        await queue.put([QueueEntry(Step.FOLLOW, "running")])
        await begun.wait()
        worker.cancel()
        await asyncio.sleep(0.05)
        await queue.put([QueueEntry(Step.FOLLOW, "too late")])
        may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await worker

    assert ended == ["running"]


async def test_work_can_begin_again_after_a_stop(queue: JobQueue) -> None:
    heard = Heard()
    async with working(queue, {Step.FOLLOW: Heard()}):
        await asyncio.sleep(0.05)

    await queue.put([QueueEntry(Step.FOLLOW, "job")])
    async with working(queue, {Step.FOLLOW: heard}):
        await heard.all.wait()

    assert heard.keys == ["job"]
