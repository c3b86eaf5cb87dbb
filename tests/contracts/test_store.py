"""The contract of the store's transactions, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest

from adapters.storage.backend import Backend
from bot.domain.job import Job, JobId
from bot.ports import QueueEntry, StaleJob, Step, Store, Transaction
from tests.builders import a_job
from tests.fakes import START


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.store


def adding(job: Job) -> Callable[[Transaction], Awaitable[bool]]:
    return lambda tx: tx.jobs.add(job, "accepted")


def getting(job_id: str) -> Callable[[Transaction], Awaitable[Job | None]]:
    return lambda tx: tx.jobs.get(JobId(job_id))


async def test_what_a_transaction_wrote_is_there_afterwards(store: Store) -> None:
    job = a_job()

    was_added = await store.write(adding(job))

    assert was_added
    assert await store.read(getting(job.id)) == job


async def test_an_exception_reaches_the_caller_as_it_was_raised_and_undoes_everything(store: Store) -> None:
    error = LookupError("mine")

    async def work(tx: Transaction) -> None:
        await tx.jobs.add(a_job(), "accepted")
        raise error

    with pytest.raises(LookupError) as raised:
        await store.write(work)

    assert raised.value is error
    assert await store.read(getting(a_job().id)) is None


async def test_one_failing_transaction_leaves_those_beside_it_alone(store: Store) -> None:
    async def work(number: int, tx: Transaction) -> int:
        await tx.jobs.add(a_job(f"job-{number}"), "accepted")
        if number % 3 == 0:
            raise LookupError(number)
        return number

    outcomes = await asyncio.gather(
        *(store.write(partial(work, number)) for number in range(30)), return_exceptions=True
    )

    kept = [await store.read(getting(f"job-{number}")) is not None for number in range(30)]
    assert kept == [number % 3 != 0 for number in range(30)]
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [n for n in range(30) if n % 3]


async def test_changes_made_at_the_same_time_are_all_kept(store: Store) -> None:
    job = a_job()
    await store.write(adding(job))

    async def count_up(tx: Transaction) -> None:
        found = await tx.jobs.get(job.id)
        assert found is not None
        await tx.jobs.save(replace(found, attempts=found.attempts + 1), None, START)

    await asyncio.gather(*(store.write(count_up) for _ in range(8)))

    found = await store.read(getting(job.id))
    assert found is not None
    assert (found.attempts, found.version) == (8, 8)


async def test_work_on_a_job_that_somebody_else_changed_runs_again(store: Store) -> None:
    stale = a_job()
    fresh = replace(stale, version=1)
    await store.write(adding(stale))
    await store.write(lambda tx: tx.jobs.save(stale, None, START))
    seen = iter([stale, fresh])

    await store.write(lambda tx: tx.jobs.save(next(seen), None, START))

    found = await store.read(getting(stale.id))
    assert found is not None
    assert found.version == 2


async def test_work_that_never_reads_afresh_is_told_so_in_the_end(store: Store) -> None:
    stale = a_job()
    await store.write(adding(stale))
    await store.write(lambda tx: tx.jobs.save(stale, None, START))

    with pytest.raises(StaleJob):
        await store.write(lambda tx: tx.jobs.save(stale, None, START))


async def test_a_read_changes_nothing(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        await store.read(adding(a_job()))

    assert await store.read(getting(a_job().id)) is None


async def test_a_read_sees_one_moment_however_many_statements_it_makes(store: Store) -> None:
    await store.write(adding(a_job()))

    async def look(tx: Transaction) -> tuple[Job | None, int, list[str]]:
        lines = [event for _, event in await tx.views.history(a_job().id)]
        return await tx.jobs.get(a_job().id), await tx.views.waiting_before(a_job()), lines

    assert await store.read(look) == (a_job(), 0, ["accepted"])


async def test_a_caller_who_is_cancelled_leaves_the_store_working(store: Store) -> None:
    tasks = [asyncio.create_task(store.write(adding(a_job(f"job-{number}")))) for number in range(20)]
    await asyncio.sleep(0)

    for task in tasks[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert outcomes[1::2] == [True] * 10
    assert await store.write(adding(a_job("after")))


async def test_an_entry_reaches_the_queue_when_its_transaction_commits(backend: Backend) -> None:
    async with asyncio.timeout(10):
        assert await first_entry(backend, fails=False) == "kept"


async def test_an_entry_of_a_failed_transaction_never_reaches_the_queue(backend: Backend) -> None:
    async with asyncio.timeout(10):
        assert await first_entry(backend, fails=True) == "last"


async def test_a_nudge_of_a_transaction_reaches_the_queue(backend: Backend) -> None:
    async def work(tx: Transaction) -> None:
        tx.enqueue(QueueEntry(Step.SUBMIT, "apixo"))

    looks: asyncio.Queue[str] = asyncio.Queue()
    worker = asyncio.create_task(backend.queue.work({Step.SUBMIT: looks.put}))
    try:
        async with asyncio.timeout(10):
            await asyncio.gather(*(backend.store.write(work) for _ in range(30)))
            assert await looks.get() == "apixo"
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def first_entry(backend: Backend, *, fails: bool) -> str:
    """What the queue gives first, where a transaction asked for `kept`, and one after it for `last`."""

    async def work(tx: Transaction) -> None:
        tx.enqueue(QueueEntry(Step.FOLLOW, "kept"))
        if fails:
            raise LookupError

    await asyncio.gather(backend.store.write(work), return_exceptions=True)
    await backend.queue.put([QueueEntry(Step.FOLLOW, "last")])
    first: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def note(key: str) -> None:
        if not first.done():
            first.set_result(key)

    worker = asyncio.create_task(backend.queue.work({Step.FOLLOW: note}))
    try:
        return await first
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
