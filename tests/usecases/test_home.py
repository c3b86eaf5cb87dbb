"""A person's own page: what is left, what is on its way, what was made last, and how an admin's team does."""

from __future__ import annotations

from bot.domain.chat import Action
from bot.domain.home import Home
from tests.builders import a_requester
from tests.world import World


async def home(world: World, user: str = "ann", *, is_admin: bool = False) -> Home:
    return await world.usecases.answer.home(a_requester(user, is_admin=is_admin))


async def test_an_empty_page_says_what_to_do(world: World) -> None:
    page = await home(world)

    assert [(bar.words, bar.fraction) for bar in page.bars] == [("0 of 10 videos today", 0.0)]
    assert [*page.running, *page.made, *page.team] == []
    assert "button above" in page.nothing_running
    assert "no videos yet" in page.nothing_made


async def test_what_is_used_fills_the_bar_until_it_starts_anew(world: World) -> None:
    for _ in range(3):
        await world.accept()

    (bar,) = (await home(world)).bars

    assert (bar.words, bar.fraction) == ("3 of 10 videos today", 0.3)
    assert bar.anew.startswith("Starts anew in ")


async def test_a_limit_of_nothing_is_full(world: World) -> None:
    world.daily_videos = 0
    world.restart()

    (bar,) = (await home(world)).bars

    assert bar.fraction == 1.0


async def test_what_is_on_its_way_can_be_cancelled_from_there(world: World) -> None:
    job_id = await world.accept("a red kite")
    await world.accept("somebody else's", user="ben")

    (card,) = (await home(world)).running

    assert (card.job_id, card.prompt) == (job_id, "a red kite")
    assert [button.action for button in card.buttons] == [Action.CANCEL]


async def test_what_is_on_its_way_and_has_no_card_is_counted(world: World) -> None:
    world.daily_videos = 20
    world.restart()
    for _ in range(16):
        await world.accept()

    page = await home(world)

    assert len(page.running) + page.more_running == 16
    assert len(page.running) == 10


async def test_what_was_made_can_be_made_again_and_found_again(world: World) -> None:
    job_id = await world.posted("a red kite")

    page = await home(world)
    (made,) = page.made

    assert page.running == ()
    assert (made.job_id, made.prompt, made.ref) == (job_id, "a red kite", f"video:{job_id}")
    assert made.link == f"https://chat.example/studio/video:{job_id}"
    assert [button.action for button in made.buttons][:2] == [Action.AGAIN, Action.REMIX]


async def test_a_deleted_video_leads_nowhere(world: World) -> None:
    job_id = await world.posted()
    await world.press(Action.DELETE_NOW, job_id)

    (made,) = (await home(world)).made

    assert (made.ref, made.link) == (None, None)
    assert "deleted" in made.words


async def test_an_admin_sees_who_made_how_much_today(world: World) -> None:
    for user in ("ann", "ann", "ben"):
        await world.posted(user=user)
    await world.accept(user="ben")

    usage, jobs = (await home(world, "boss", is_admin=True)).team

    assert "3 videos of 2 people" in usage.text
    assert usage.table is not None
    assert [row[1] for row in usage.table.rows] == ["2", "1"]
    assert jobs.table is not None
    assert len(jobs.table.rows) == 4


async def test_an_admin_of_a_quiet_team_reads_so(world: World) -> None:
    usage, jobs = (await home(world, "boss", is_admin=True)).team

    assert "Nobody has made a video today" in usage.text
    assert "be the first" in jobs.text
