"""The contract of reading jobs for people, and of their cards, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.storage.backend import Backend
from bot.domain.job import Closing, Job, JobId, JobStatus
from bot.domain.video import ModelName, ProviderName
from bot.ports import Store, Transaction, Usage
from tests.builders import APIXO, a_job, a_request, a_requester
from tests.fakes import START

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.store


async def add(store: Store, *jobs: Job) -> None:
    async def work(tx: Transaction) -> None:
        for job in jobs:
            assert await tx.jobs.add(job, "accepted")

    await store.write(work)


def posted(job_id: str, at: datetime = START, took: timedelta = SECOND, **changes: object) -> Job:
    return replace(
        a_job(job_id, **changes),
        status=JobStatus.POSTED,
        submitted_at=at - took,
        rendered_at=at,
        finished_at=at,
    )


async def test_a_person_sees_their_unfinished_jobs_oldest_first(store: Store) -> None:
    await add(
        store,
        a_job("new", created_at=START + SECOND),
        a_job("old"),
        a_job("bens", requester=a_requester("ben")),
        posted("done"),
    )

    jobs = await store.read(lambda tx: tx.views.unfinished_of(a_requester()))

    assert [job.id for job in jobs] == ["old", "new"]


async def test_a_person_sees_their_finished_jobs_newest_first(store: Store) -> None:
    await add(
        store,
        a_job("waits"),
        posted("bens", requester=a_requester("ben")),
        *(posted(f"done-{number}", START + number * SECOND) for number in range(3)),
    )

    jobs = await store.read(lambda tx: tx.views.recent_of(a_requester(), 2))

    assert [job.id for job in jobs] == ["done-2", "done-1"]
    assert [job.id for job in await store.read(lambda tx: tx.views.recent_of(a_requester(), 2, 2))] == ["done-0"]


async def test_the_same_user_id_in_another_team_is_another_person(store: Store) -> None:
    await add(store, a_job(requester=a_requester(team="another")))

    assert await store.read(lambda tx: tx.views.unfinished_of(a_requester())) == []


async def test_who_reaches_all_teams_sees_their_jobs_of_each(store: Store) -> None:
    ann = a_requester(team="film", spans_teams=True)
    await add(
        store,
        a_job("waits", requester=ann),
        posted("film", requester=ann),
        posted("chess", START + SECOND, requester=replace(ann, team="chess")),
        posted("bens", requester=replace(ann, user="ben")),
    )
    everywhere = replace(ann, team="@me", is_direct=True)

    assert [job.id for job in await store.read(lambda tx: tx.views.recent_of(everywhere, 9))] == ["chess", "film"]
    assert [job.id for job in await store.read(lambda tx: tx.views.recent_of(ann, 9))] == ["film"]
    assert [job.id for job in await store.read(lambda tx: tx.views.unfinished_of(everywhere))] == ["waits"]


async def test_a_team_sees_the_jobs_of_all_its_members(store: Store) -> None:
    await add(
        store,
        a_job("new", created_at=START + SECOND),
        a_job("old", requester=a_requester("ben")),
        posted("done", START),
        posted("later", START + SECOND, requester=a_requester("ben")),
        a_job("elsewhere", requester=a_requester(team="another")),
        posted("over-there", requester=a_requester(platform="discord")),
    )

    assert [job.id for job in await store.read(lambda tx: tx.views.unfinished_in_team(a_requester(), 9))] == [
        "old",
        "new",
    ]
    assert [job.id for job in await store.read(lambda tx: tx.views.unfinished_in_team(a_requester(), 1))] == ["old"]
    assert [job.id for job in await store.read(lambda tx: tx.views.recent_in_team(a_requester(), 9))] == [
        "later",
        "done",
    ]


async def test_a_waiting_job_knows_how_many_came_before_it(store: Store) -> None:
    mine = a_job("mine", created_at=START + 2 * SECOND)
    await add(
        store,
        mine,
        a_job("earlier", created_at=START + SECOND),
        a_job("a-tie", created_at=START + 2 * SECOND),
        a_job("later", created_at=START + 3 * SECOND),
        a_job("elsewhere", provider=ProviderName("other")),
        a_job("runs", status=JobStatus.QUEUED),
    )

    assert await store.read(lambda tx: tx.views.waiting_before(mine)) == 2


async def test_the_usual_duration_is_the_median_of_posted_jobs_like_this_one(store: Store) -> None:
    await add(
        store,
        *(posted(f"job-{seconds}", took=seconds * SECOND) for seconds in (10, 20, 90)),
        posted("other-length", took=500 * SECOND, request=a_request(seconds=12)),
        posted("other-model", took=500 * SECOND, request=a_request(model=ModelName("other"))),
        replace(posted("failed", took=500 * SECOND), status=JobStatus.FAILED),
    )

    assert await store.read(lambda tx: tx.views.usual_duration(APIXO, a_request())) == 20 * SECOND


async def test_without_a_posted_job_there_is_no_usual_duration(store: Store) -> None:
    assert await store.read(lambda tx: tx.views.usual_duration(APIXO, a_request(seconds=None))) is None


async def test_a_card_that_was_never_posted_has_no_ref_and_is_behind(store: Store) -> None:
    await add(store, a_job())

    assert await store.read(lambda tx: tx.cards.ref(a_job().id)) is None
    assert await behind(store) == ["abcdefgh"]


async def test_a_card_is_behind_again_when_its_job_moves_on(store: Store) -> None:
    job = a_job()
    await add(store, job)
    await store.write(lambda tx: tx.cards.shown({job.id: ("message", 0)}))
    before = await behind(store)

    await store.write(lambda tx: tx.jobs.save(job, None, START))

    assert before == []
    assert await behind(store) == [job.id]
    assert await store.read(lambda tx: tx.cards.ref(job.id)) == "message"


async def test_a_card_that_a_late_edit_has_made_older_is_behind_again(store: Store) -> None:
    job = a_job()
    await add(store, job)
    await store.write(lambda tx: tx.jobs.save(job, None, START))

    await store.write(lambda tx: tx.cards.shown({job.id: ("message", 1)}))
    before = await behind(store)
    await store.write(lambda tx: tx.cards.shown({job.id: ("message", 0)}))

    assert before == []
    assert await behind(store) == [job.id]


async def test_what_is_told_elsewhere_leaves_the_card_where_it_was(store: Store) -> None:
    jobs = [a_job(f"job-{number}") for number in range(2)]
    for job in jobs:
        await add(store, job)
    await store.write(lambda tx: tx.cards.shown({jobs[0].id: ("message", 0)}))

    await store.write(lambda tx: tx.cards.shown({job.id: (None, 0) for job in jobs}))

    assert await store.read(lambda tx: tx.cards.ref(jobs[0].id)) == "message"
    assert await store.read(lambda tx: tx.cards.ref(jobs[1].id)) is None
    assert await behind(store) == []


async def test_many_cards_are_noted_in_one_go(store: Store) -> None:
    jobs = [a_job(f"job-{number}") for number in range(4)]
    for job in jobs:
        await add(store, job)

    await store.write(lambda tx: tx.cards.shown({job.id: (f"message of {job.id}", 0) for job in jobs[:3]}))

    assert await behind(store) == ["job-3"]
    assert await store.read(lambda tx: tx.cards.ref(jobs[2].id)) == "message of job-2"


async def test_showing_a_card_does_not_outdate_the_job(store: Store) -> None:
    job = a_job()
    await add(store, job)

    await store.write(lambda tx: tx.cards.shown({job.id: ("message", 0)}))

    assert await store.read(lambda tx: tx.jobs.get(job.id)) == job


async def test_unfinished_cards_come_before_those_finished_lately_and_old_ones_are_left_alone(store: Store) -> None:
    await add(
        store,
        posted("long-ago", START - 2 * DAY),
        posted("yesterday", START - SECOND),
        posted("now", START),
        a_job("waits", created_at=START - 9 * DAY),
    )

    assert await behind(store) == ["waits", "now", "yesterday"]
    assert await behind(store, 2) == ["waits", "now"]


async def behind(store: Store, limit: int = 10) -> list[JobId]:
    return [job.id for job in await store.read(lambda tx: tx.cards.behind(limit))]


async def test_what_a_team_was_charged_for_is_added_up_for_each_person(store: Store) -> None:
    ann, ben, other = a_requester("ann"), a_requester("ben"), replace(a_requester("eve"), team="elsewhere")

    def settled(job: Job) -> Job:
        return replace(job, closing=Closing.SETTLED, price_microusd=250_000)

    await add(
        store,
        settled(posted("ann1", START, requester=ann)),
        settled(posted("ann2", START, requester=ann)),
        settled(posted("ann3", START - DAY, requester=ann)),
        replace(posted("ben1", START, requester=ben), closing=Closing.SETTLED, price_microusd=None),
        replace(posted("ben2", START, requester=ben), closing=Closing.RELEASED),
        settled(posted("eve1", START, requester=other)),
        a_job("ann4", requester=ann),
    )

    usage = await store.read(lambda tx: tx.views.team_usage(ann, START - SECOND, 10))
    first = await store.read(lambda tx: tx.views.team_usage(ann, START - SECOND, 1))

    seconds = a_request().seconds or 0
    assert usage == [Usage(ann.name, 2, 2 * seconds, 500_000), Usage(ben.name, 1, seconds, 0)]
    assert first == usage[:1]
