"""The history, page by page, with the way to each video."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.chat import Action, Notice
from bot.domain.job import JobId, JobStatus
from bot.ports import Transaction
from tests.builders import a_conversation, a_job, a_requester
from tests.fakes import START
from tests.world import World


async def filled(world: World, count: int) -> None:
    """Give ann this many finished videos, the last the newest."""

    async def work(tx: Transaction) -> None:
        for number in range(count):
            at = START + timedelta(minutes=number)
            job = a_job(f"film{number:04}", created_at=at)
            await tx.jobs.add(
                replace(job, status=JobStatus.POSTED, finished_at=at, message_ref=f"m{number}"), "accepted"
            )

    await world.store.write(work)


async def look(world: World, text: str = "history") -> Notice:
    reply = await world.ask(text)
    assert isinstance(reply, Notice)
    return reply


async def press(world: World, page: str) -> Notice:
    reply = await world.usecases.answer.press(
        Action.HISTORY, page, requester=a_requester(), conversation=a_conversation(), event_id=f"page-{page}"
    )
    assert isinstance(reply, Notice)
    return reply


def ids(notice: Notice) -> list[str]:
    assert notice.table is not None
    return [row[0] for row in notice.table.rows]


def ways(notice: Notice) -> dict[str, str]:
    return {button.label: button.job_id for button in notice.buttons}


async def test_the_newest_ten_come_first_and_lead_on_to_older_ones(world: World) -> None:
    await filled(world, 23)

    first = await look(world)
    second = await press(world, ways(first)["Older"])
    third = await press(world, ways(second)["Older"])

    assert ids(first) == [f"film{number:04}" for number in range(22, 12, -1)]
    assert ids(second) == [f"film{number:04}" for number in range(12, 2, -1)]
    assert ids(third) == ["film0002", "film0001", "film0000"]
    assert [list(ways(page)) for page in (first, second, third)] == [["Older"], ["Newer", "Older"], ["Newer"]]
    assert ids(await press(world, ways(second)["Newer"])) == ids(first)


async def test_ten_videos_are_one_page(world: World) -> None:
    await filled(world, 10)

    page = await look(world)

    assert len(ids(page)) == 10
    assert page.buttons == ()


async def test_a_page_can_be_written_too(world: World) -> None:
    await filled(world, 11)

    assert ids(await look(world, "history 2")) == ["film0000"]
    assert "page 2" in (await look(world, "history page 2")).text


async def test_each_row_leads_to_its_video_as_long_as_there_is_one(world: World) -> None:
    kept, deleted = await world.posted(), await world.posted()
    await world.usecases.answer.delete(deleted, a_requester())

    page = await look(world)

    assert page.table is not None
    links = dict(zip(ids(page), page.table.links, strict=True))
    assert links == {kept: f"https://chat.example/studio/video:{kept}", deleted: None}


async def test_a_row_tells_what_became_of_the_video(world: World) -> None:
    await world.posted("a kite that is made")
    world.clock.pass_time(timedelta(minutes=1))
    cancelled = await world.accept("a kite that is not")
    await world.ask(f"cancel {cancelled}")

    page = await look(world)

    assert page.table is not None
    assert [(row[2], row[4]) for row in page.table.rows] == [
        ("cancelled", "a kite that is not"),
        ("posted", "a kite that is made"),
    ]


async def test_a_page_that_nobody_has_leads_back(world: World) -> None:
    await filled(world, 3)

    page = await look(world, "history 7")

    assert page.table is None
    assert ways(page) == {"Newest": "1"}


async def test_without_videos_it_says_what_to_do(world: World) -> None:
    page = await look(world)

    assert page.table is None
    assert "what your first one should show" in page.text


async def test_a_link_that_waits_is_the_way_to_its_video(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    world.messenger.gone.add("studio")
    await world.call_back(job_id)
    await world.work()

    page = await look(world)

    assert page.table is not None
    assert page.table.links == ((await world.job(JobId(job_id))).message_ref,)
    assert [link.url for link in page.links] == list(page.table.links)


async def test_a_page_shows_the_films_that_the_platform_still_has(world: World) -> None:
    job_id = await world.posted()
    await filled(world, 2)

    notice = await look(world)

    assert len(ids(notice)) == 3
    assert [(film.url, film.words) for film in notice.films] == [
        (f"https://chat.example/{job_id}.mp4", f"{job_id}: a red kite")
    ]


async def test_a_deleted_film_is_not_shown_again(world: World) -> None:
    job_id = await world.posted()
    await world.press(Action.DELETE_NOW, job_id)

    assert (await look(world)).films == ()


async def test_a_film_that_takes_a_bearer_is_shown_to_nobody(world: World) -> None:
    await world.posted()
    world.messenger.bearer = "xoxb-1"

    assert (await look(world)).films == ()


async def test_a_platform_that_is_away_costs_the_films_and_not_the_list(world: World) -> None:
    await world.posted()
    world.messenger.gone = {"studio"}

    notice = await look(world)

    assert len(ids(notice)) == 1
    assert notice.films == ()
