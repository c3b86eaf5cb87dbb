"""In direct messages people reach all their own videos, and no second allowance."""

from __future__ import annotations

import itertools

import pytest

from bot.domain.chat import Action, Cards, Conversation, Notice, Reply, Requester
from bot.domain.job import JobId, JobStatus
from tests.builders import a_conversation, a_requester
from tests.world import World

EVENTS = itertools.count()
DIRECT = a_conversation("direct:ann", team="@me")


def in_guild(guild: str = "film", user: str = "ann") -> Requester:
    return a_requester(user, team=guild, spans_teams=True)


def directly(user: str = "ann", *, spans_teams: bool = True) -> Requester:
    return a_requester(user, team="@me", spans_teams=spans_teams, is_direct=True)


async def say(world: World, text: str, requester: Requester, place: Conversation | None = None) -> Reply:
    here = place or (DIRECT if requester.is_direct else a_conversation(team=requester.team))
    event_id = f"direct-{next(EVENTS)}"
    return await world.usecases.answer.text(text, requester=requester, conversation=here, event_id=event_id)


async def asked(world: World, requester: Requester, text: str = "a red kite") -> JobId:
    reply = await say(world, text, requester)
    assert isinstance(reply, Cards), reply
    return JobId(reply.cards[0].job_id)


async def made(world: World, requester: Requester, text: str = "a red kite") -> JobId:
    job_id = await asked(world, requester, text)
    await world.work()
    await world.call_back(job_id)
    await world.work()
    return job_id


async def told(world: World, text: str, requester: Requester) -> str:
    """Everything an answer says, table included."""
    reply = await say(world, text, requester)
    assert isinstance(reply, Notice), reply
    return " ".join([reply.text, *(cell for row in (reply.table.rows if reply.table else ()) for cell in row)])


async def test_the_history_there_holds_the_videos_of_all_teams(world: World) -> None:
    first, second = await made(world, in_guild("film")), await made(world, in_guild("chess"))

    history = await told(world, "history", directly())

    assert first in history
    assert second in history


@pytest.mark.parametrize("look", ["status", "queue"])
async def test_what_is_on_its_way_in_any_team_is_seen_there(world: World, look: str) -> None:
    job_id = await asked(world, in_guild())

    assert job_id in await told(world, look, directly())


async def test_in_a_team_people_find_what_they_asked_for_there(world: World) -> None:
    here, elsewhere = await made(world, in_guild("film")), await made(world, in_guild("chess"))

    history = await told(world, "history", in_guild("film"))

    assert here in history
    assert elsewhere not in history
    assert "There is no video" in await told(world, f"status {elsewhere}", in_guild("film"))


async def test_a_video_of_a_team_is_cancelled_from_there(world: World) -> None:
    job_id = await asked(world, in_guild())

    await say(world, f"cancel {job_id}", directly())

    assert (await world.job(job_id)).status is JobStatus.CANCELLED


@pytest.mark.parametrize("words", ["again {}", "remix {} at night"])
async def test_who_goes_on_from_a_video_there_stays_in_its_team(world: World, words: str) -> None:
    job_id = await made(world, in_guild())

    new = await world.job(await asked(world, directly(), words.format(job_id)))

    assert new.requester.team == "film"
    assert new.conversation == DIRECT


async def test_a_button_under_a_video_that_came_directly_works(world: World) -> None:
    job_id = await made(world, in_guild())

    reply = await world.usecases.answer.press(
        Action.AGAIN, job_id, requester=directly(), conversation=DIRECT, event_id="press"
    )

    assert isinstance(reply, Cards)


async def test_nobody_reaches_the_videos_of_others_there(world: World) -> None:
    of_ann, directly_made = await made(world, in_guild()), await made(world, directly())

    for job_id in (of_ann, directly_made):
        for words in ("again {}", "status {}", "cancel {}"):
            assert "There is no video" in await told(world, words.format(job_id), directly("bob"))


async def test_what_was_made_in_direct_messages_is_not_seen_by_the_team_it_began_in(world: World) -> None:
    job_id = await made(world, in_guild())
    again = await made(world, directly(), f"again {job_id}")

    assert "There is no video" in await told(world, f"again {again}", in_guild(user="bob"))


async def test_where_ids_are_those_of_a_team_nobody_reaches_further(world: World) -> None:
    job_id = await made(world, a_requester(team="film"))

    assert job_id not in await told(world, "history", directly(spans_teams=False))
    assert "There is no video" in await told(world, f"status {job_id}", directly(spans_teams=False))


async def test_the_daily_limit_is_one_for_all_teams_and_direct_messages(world: World) -> None:
    world.daily_videos = 2
    world.restart()
    await asked(world, in_guild("film"))
    await asked(world, directly())

    assert "2 of 2 videos" in await told(world, "a third kite", in_guild("chess"))
    assert "2 of 2 videos" in await told(world, "a third kite", directly())
