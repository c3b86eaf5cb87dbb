"""The contract of the job rows, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from adapters.storage.backend import Backend
from bot.domain.job import Closing, Job, JobId, JobStatus
from bot.domain.job_events import Lease, Output, Reason, TaskId
from bot.domain.video import ImageId, ImageRole, ProviderName, ReferenceImage
from bot.ports import StaleJob, Store, Transaction
from tests.builders import APIXO, a_job, a_request, a_requester
from tests.fakes import START

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.store


async def add(store: Store, *jobs: Job) -> None:
    async def work(tx: Transaction) -> None:
        for job in jobs:
            assert await tx.jobs.add(job, "accepted")

    await store.write(work)


def running(job: Job) -> Job:
    return replace(job, status=JobStatus.RENDERING, slot_until=START + 30 * MINUTE)


async def test_a_job_comes_back_as_it_was_saved(store: Store) -> None:
    request = a_request(
        "ein Drachen 🪁 \x00 \ud800 \"quoted\" 'too'",
        seconds=None,
        audio=False,
        images=(ReferenceImage(ImageId("i1"), ImageRole.REFERENCE, "image/png"),),
        seed=7,
        negative_prompt="clouds",
        options={"style": "paper"},
    )
    job = a_job(request=request, requester=a_requester(roles=("admin", "night")), price_microusd=500_000)
    changed = replace(
        job,
        status=JobStatus.FAILED,
        submitted_at=START + SECOND,
        started_at=START + 2 * SECOND,
        rendered_at=START + 3 * SECOND,
        finished_at=START + 4 * SECOND,
        task_id=TaskId("task"),
        output=Output("https://cdn.example/v.mp4", needs_key=True, expires_at=START + MINUTE),
        progress=0.25,
        reason=Reason.CONTENT,
        detail="no",
        attempts=2,
        deliveries=3,
        slot_until=START + MINUTE,
        lease=Lease("me", START + MINUTE),
        message_ref="m",
        cancel_stops_bill=True,
        closing=Closing.RELEASED,
        deleted_at=START + 5 * SECOND,
        provider=ProviderName("another"),
    )
    await add(store, job)

    await store.write(lambda tx: tx.jobs.save(changed, "failed", START))

    assert await store.read(lambda tx: tx.jobs.get(job.id)) == replace(changed, version=1)


async def test_a_vendors_wording_is_kept_whatever_it_holds(store: Store) -> None:
    job = a_job(detail="bad \x00 byte and half a pair \ud800")

    await add(store, job)

    found = await store.read(lambda tx: tx.jobs.get(job.id))
    assert found is not None
    assert found.detail == "bad  byte and half a pair ?"


async def test_a_taken_id_is_refused_and_nothing_changes(store: Store) -> None:
    await add(store, a_job())

    was_added = await store.write(lambda tx: tx.jobs.add(a_job(attempts=9), "accepted"))

    assert not was_added
    assert await store.read(lambda tx: tx.jobs.get(a_job().id)) == a_job()


async def test_many_jobs_are_saved_in_one_go(store: Store) -> None:
    jobs = [a_job(f"job-{number}") for number in range(5)]
    await add(store, *jobs)
    later = [replace(job, attempts=number) for number, job in enumerate(jobs)]

    await store.write(lambda tx: tx.jobs.save_all(later, "claimed", START + SECOND))

    for job in later:
        assert await store.read(partial(_get, job.id)) == replace(job, version=1)
        history = await store.read(partial(_history, job.id))
        assert history == [(START, "accepted"), (START + SECOND, "claimed")]


async def test_of_many_jobs_none_is_saved_where_somebody_changed_one(store: Store) -> None:
    jobs = [a_job(f"job-{number}") for number in range(3)]
    await add(store, *jobs)
    await store.write(lambda tx: tx.jobs.save(jobs[1], None, START))

    with pytest.raises(StaleJob):
        await store.write(lambda tx: tx.jobs.save_all(jobs, "claimed", START))

    assert [(await _saved(store, job)).version for job in jobs] == [0, 1, 0]


async def test_no_jobs_are_saved_in_no_time(store: Store) -> None:
    await store.write(lambda tx: tx.jobs.save_all([], "claimed", START))

    assert await store.read(partial(_get, a_job().id)) is None


async def _get(job_id: JobId, tx: Transaction) -> Job | None:
    return await tx.jobs.get(job_id)


async def _history(job_id: JobId, tx: Transaction) -> Sequence[tuple[datetime, str]]:
    return await tx.views.history(job_id)


async def _saved(store: Store, job: Job) -> Job:
    found = await store.read(partial(_get, job.id))
    assert found is not None
    return found


async def test_history_tells_what_happened_and_when(store: Store) -> None:
    job = a_job()
    await add(store, job)
    await store.write(lambda tx: tx.jobs.save(job, "claimed", START + SECOND))
    await store.write(lambda tx: tx.jobs.save(replace(job, version=1), None, START + MINUTE))

    history = await store.read(lambda tx: tx.views.history(job.id))

    assert history == [(START, "accepted"), (START + SECOND, "claimed")]


async def test_a_job_that_is_not_there_has_no_history(store: Store) -> None:
    assert await store.read(lambda tx: tx.views.history(JobId("nobody"))) == []


async def claimable(store: Store, count: int) -> list[str]:
    return [job.id for job in await store.read(lambda tx: tx.jobs.claimable(APIXO, START + MINUTE, count))]


async def test_those_who_came_first_go_first(store: Store) -> None:
    await add(
        store,
        a_job("second", requester=a_requester("ben"), created_at=START + SECOND),
        a_job("first", requester=a_requester("ann"), created_at=START),
    )

    assert await claimable(store, 5) == ["first", "second"]


async def test_who_has_fewer_jobs_running_goes_before_who_came_earlier(store: Store) -> None:
    await add(
        store,
        running(a_job("ann-runs")),
        a_job("ann-waits"),
        a_job("ben-waits", requester=a_requester("ben"), created_at=START + SECOND),
    )

    assert await claimable(store, 5) == ["ben-waits", "ann-waits"]


async def test_each_job_given_counts_as_running_for_the_next(store: Store) -> None:
    jobs = [a_job(f"ann-{number}", created_at=START + number * SECOND) for number in range(3)]
    ben = [
        a_job(f"ben-{number}", requester=a_requester("ben"), created_at=START + (10 + number) * SECOND)
        for number in range(2)
    ]
    await add(store, *jobs, *ben)

    assert await claimable(store, 4) == ["ann-0", "ben-0", "ann-1", "ben-1"]


async def test_no_more_jobs_are_given_than_asked_for(store: Store) -> None:
    await add(store, *(a_job(f"job-{number}", created_at=START + number * SECOND) for number in range(4)))

    assert await claimable(store, 2) == ["job-0", "job-1"]


async def test_jobs_of_other_providers_and_jobs_not_due_are_not_given(store: Store) -> None:
    await add(
        store,
        a_job("elsewhere", provider=ProviderName("other")),
        a_job("later", due_at=START + 2 * MINUTE),
        running(a_job("runs")),
    )

    assert await claimable(store, 5) == []


async def test_a_slot_is_taken_until_its_time_is_over_even_by_a_finished_job(store: Store) -> None:
    await add(
        store,
        running(a_job("runs")),
        replace(running(a_job("cancelled")), status=JobStatus.CANCELLED, finished_at=START),
        replace(running(a_job("over")), slot_until=START),
        replace(running(a_job("elsewhere")), provider=ProviderName("other")),
        a_job("waits"),
    )

    assert await store.read(lambda tx: tx.jobs.slots_taken(APIXO, START)) == 2


async def due(store: Store, limit: int = 10) -> list[str]:
    return [job.id for job in await store.read(lambda tx: tx.jobs.due(START + MINUTE, limit))]


async def test_jobs_whose_moment_or_deadline_has_come_are_due_oldest_first(store: Store) -> None:
    await add(
        store,
        a_job("later", due_at=START + 2 * MINUTE),
        a_job("due", due_at=START + 2 * SECOND),
        a_job("deadline", due_at=START + 2 * MINUTE, deadline_at=START + SECOND),
    )

    assert await due(store) == ["deadline", "due"]
    assert await due(store, 1) == ["deadline"]


async def test_a_job_under_lease_is_not_due_until_the_lease_is_over(store: Store) -> None:
    await add(
        store,
        a_job("held", lease=Lease("me", START + 2 * MINUTE)),
        a_job("left", lease=Lease("gone", START + SECOND)),
    )

    assert await due(store) == ["left"]


async def test_a_finished_job_is_never_due(store: Store) -> None:
    await add(store, a_job(status=JobStatus.LOST, finished_at=START))

    assert await due(store) == []


async def test_void_leases_makes_their_jobs_due_and_outdates_those_who_held_them(store: Store) -> None:
    held = a_job("held", lease=Lease("gone", START + 5 * MINUTE), due_at=START + 5 * MINUTE)
    await add(store, held, a_job("later", due_at=START + 5 * MINUTE))

    await store.write(lambda tx: tx.jobs.void_leases(START))

    found = await store.read(lambda tx: tx.jobs.get(held.id))
    assert found == replace(held, lease=None, due_at=START, version=1)
    assert await due(store) == ["held"]
