"""Admins look at everybody's videos, pause the team and close channels; nobody else does."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from bot.commands.admin import Admin, AdminName
from bot.domain.chat import Action, Cards, Conversation, Notice, Reply, Requester
from bot.domain.job import JobId, JobStatus
from tests.builders import a_conversation, a_requester
from tests.world import World

BOSS = a_requester("boss", is_admin=True)
EVENTS = itertools.count()


async def do(
    world: World, name: AdminName, requester: Requester = BOSS, place: Conversation | None = None, called: str = ""
) -> Notice:
    reply = await world.usecases.answer.command(
        Admin(name, called),
        requester=requester,
        conversation=place or a_conversation(),
        event_id=f"admin-{next(EVENTS)}",
    )
    assert isinstance(reply, Notice), reply
    return reply


async def ask_in(world: World, place: Conversation, requester: Requester | None = None) -> Reply:
    return await world.usecases.answer.text(
        "a kite", requester=requester or a_requester(), conversation=place, event_id=f"ask-{next(EVENTS)}"
    )


def cells(notice: Notice) -> list[str]:
    return [] if notice.table is None else [cell for row in notice.table.rows for cell in row]


@pytest.mark.parametrize("name", AdminName)
async def test_whoever_does_not_manage_the_team_is_refused(world: World, name: AdminName) -> None:
    answer = await do(world, name, a_requester("ann"))

    assert "Only people who manage" in answer.text
    assert isinstance(await ask_in(world, a_conversation()), Cards)


@pytest.mark.parametrize(("who", "words"), [(BOSS, "“admin show”"), (a_requester("ann"), "who manage this place")])
async def test_what_begins_with_admin_is_told_apart_for_admins_alone(world: World, who: Requester, words: str) -> None:
    reply = await world.usecases.answer.text(
        "admin dance now please", requester=who, conversation=a_conversation(), event_id="written"
    )

    assert isinstance(reply, Notice)
    assert words in reply.text
    assert ("admin show" in reply.text) is who.is_admin
    assert "create" in reply.text


@pytest.mark.parametrize("name", AdminName)
async def test_a_command_of_admins_can_be_written_too(world: World, name: AdminName) -> None:
    reply = await world.usecases.answer.text(
        f"admin {name}", requester=BOSS, conversation=a_conversation(), event_id="written"
    )

    assert isinstance(reply, Notice)
    assert "Only people who manage" not in reply.text


async def test_a_paused_team_takes_no_new_videos_and_charges_nothing(world: World) -> None:
    await do(world, AdminName.PAUSE)

    sentence = await world.refused("a red kite")

    assert "paused" in sentence
    assert await world.used() == 0


async def test_what_is_on_its_way_goes_on_through_a_pause(world: World) -> None:
    job_id = await world.accept()
    await do(world, AdminName.PAUSE)

    await world.work()
    await world.call_back(job_id)
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_a_pause_holds_for_again_and_over_a_restart(world: World) -> None:
    job_id = await world.posted()
    await do(world, AdminName.PAUSE)
    world.restart()

    reply = await world.usecases.answer.press(
        Action.AGAIN, job_id, requester=a_requester(), conversation=a_conversation(), event_id="again"
    )

    assert isinstance(reply, Notice)
    assert "paused" in reply.text


async def test_after_a_pause_videos_are_taken_again(world: World) -> None:
    await do(world, AdminName.PAUSE)
    again = await do(world, AdminName.PAUSE)
    resumed = await do(world, AdminName.RESUME)
    twice = await do(world, AdminName.RESUME)

    await world.accept()

    assert "already" in again.text
    assert "again" in resumed.text
    assert "Nothing is paused" in twice.text


async def test_a_pause_of_one_team_is_none_of_another(world: World) -> None:
    await do(world, AdminName.PAUSE, a_requester("boss", team="chess", is_admin=True))

    await world.accept()


async def test_a_pause_holds_in_direct_messages_for_what_goes_on_from_the_team(world: World) -> None:
    ann = a_requester(team="film", spans_teams=True)
    made = await ask_in(world, a_conversation(team="film"), ann)
    assert isinstance(made, Cards)
    await do(world, AdminName.PAUSE, a_requester("boss", team="film", is_admin=True))

    reply = await world.usecases.answer.text(
        f"again {made.cards[0].job_id}",
        requester=a_requester(team="@me", spans_teams=True, is_direct=True),
        conversation=a_conversation("direct", team="@me"),
        event_id="directly",
    )

    assert isinstance(reply, Notice)
    assert "paused" in reply.text


async def test_a_closed_channel_takes_no_videos_and_others_do(world: World) -> None:
    await do(world, AdminName.CHANNEL_DENY, place=a_conversation("quiet"))

    closed = await ask_in(world, a_conversation("quiet"))
    elsewhere = await ask_in(world, a_conversation("studio"))

    assert isinstance(closed, Notice)
    assert "another channel" in closed.text
    assert isinstance(elsewhere, Cards)


async def test_threads_count_as_their_channel(world: World) -> None:
    thread = a_conversation("thread-7", parent="quiet")
    await do(world, AdminName.CHANNEL_DENY, place=thread)

    for place in (thread, a_conversation("quiet"), a_conversation("thread-8", parent="quiet")):
        assert isinstance(await ask_in(world, place), Notice)
    await do(world, AdminName.CHANNEL_ALLOW, place=a_conversation("quiet"))
    assert isinstance(await ask_in(world, thread), Cards)


async def test_what_holds_is_shown(world: World) -> None:
    await do(world, AdminName.CHANNEL_DENY, place=a_conversation("811"), called="quiet")
    before = cells(await do(world, AdminName.SHOW))
    await do(world, AdminName.PAUSE)
    world.clock.pass_time(timedelta(minutes=5))

    shown = cells(await do(world, AdminName.SHOW))

    assert "10 videos a day" in shown
    assert "are taken" in before
    assert "are paused, since 5 min by Boss" in shown
    assert "#quiet, since 5 min by Boss" in shown


async def test_everybodys_videos_are_listed_with_who_asked(world: World) -> None:
    ended = await world.posted(user="ann")
    waiting = await world.accept("a tram", user="bob")

    notice = await do(world, AdminName.JOBS)

    assert notice.table is not None
    assert [row[:3] for row in notice.table.rows] == [(waiting, "Bob", "accepted"), (ended, "Ann", "posted")]


async def test_private_prompts_stay_private_before_admins(world: World) -> None:
    ann = a_requester(platform="discord")
    await ask_in(world, a_conversation(platform="discord", only="ann"), ann)

    shown = cells(await do(world, AdminName.JOBS, a_requester("boss", platform="discord", is_admin=True)))

    assert "private" in shown
    assert "a kite" not in shown


async def test_an_empty_team_is_a_sentence(world: World) -> None:
    notice = await do(world, AdminName.JOBS)

    assert notice.table is None
    assert "Nobody here" in notice.text


async def test_an_admin_stops_anybodys_video_of_the_team(world: World) -> None:
    job_id = await world.accept(user="ann")

    question = await world.usecases.answer.ask_cancel(job_id, BOSS)
    reply = await world.usecases.answer.press(
        question.buttons[0].action, job_id, requester=BOSS, conversation=a_conversation(), event_id="stop"
    )

    assert isinstance(reply, Notice)
    assert (await world.job(JobId(job_id))).status is JobStatus.CANCELLED
    assert await world.used("ann") == 0


async def test_what_an_admin_asks_for_does_not_remember_that_they_are_one(world: World) -> None:
    reply = await ask_in(world, a_conversation(), BOSS)

    assert isinstance(reply, Cards)
    assert (await world.job(JobId(reply.cards[0].job_id))).requester == BOSS.on_record


async def test_a_private_video_is_nobodys_to_go_on_from_and_still_an_admins_to_stop(world: World) -> None:
    ann, bob = a_requester(platform="discord"), a_requester("bob", platform="discord")
    place = a_conversation(platform="discord")
    reply = await ask_in(world, a_conversation(platform="discord", only="ann"), ann)
    assert isinstance(reply, Cards)
    job_id = JobId(reply.cards[0].job_id)

    again = await world.usecases.answer.press(Action.AGAIN, job_id, requester=bob, conversation=place, event_id="again")
    question = await world.usecases.answer.ask_cancel(job_id, a_requester("boss", platform="discord", is_admin=True))

    assert isinstance(again, Notice)
    assert "There is no video" in again.text
    assert question.buttons
