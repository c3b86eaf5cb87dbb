"""A finished video is taken out of its conversation, and stays in the history as deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.chat import Action, Notice, Requester
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.domain.job import Closing, JobId, JobStatus
from tests.builders import a_conversation, a_requester
from tests.world import World


async def press(world: World, action: Action, job_id: JobId, requester: Requester | None = None) -> Notice:
    reply = await world.usecases.answer.press(
        action,
        job_id,
        requester=requester or a_requester(),
        conversation=a_conversation(),
        event_id=f"{action}-{job_id}",
    )
    assert isinstance(reply, Notice), reply
    return reply


async def test_a_delete_asks_first_and_offers_both_answers(world: World) -> None:
    job_id = await world.posted()

    question = await world.usecases.answer.ask_delete(job_id, a_requester())

    assert [button.action for button in question.buttons] == [Action.DELETE_NOW, Action.LEAVE]
    assert "your history" in question.text
    assert "quota" in question.text
    assert job_id in world.messenger.videos


async def test_the_other_answer_leaves_it(world: World) -> None:
    job_id = await world.posted()

    answer = await press(world, Action.LEAVE, job_id)

    assert "stays" in answer.text
    assert job_id in world.messenger.videos


async def test_a_deleted_video_is_gone_and_stays_in_the_history_without_a_refund(world: World) -> None:
    job_id = await world.posted()

    answer = await press(world, Action.DELETE_NOW, job_id)

    assert world.messenger.videos == {}
    job = await world.job(job_id)
    assert (job.status, job.closing, job.deleted_at) == (JobStatus.POSTED, Closing.SETTLED, world.clock.now())
    assert await world.used() == 1
    assert "still counts" in answer.text
    history = await world.ask("history")
    assert isinstance(history, Notice)
    assert history.table is not None
    assert "deleted" in history.table.rows[0]


async def test_the_card_says_that_it_was_deleted_and_offers_what_is_left(world: World) -> None:
    job_id = await world.posted()

    await press(world, Action.DELETE_NOW, job_id)

    assert "deleted" in await world.card(job_id)
    assert [button.action for button in world.messenger.cards[job_id].buttons] == [Action.AGAIN, Action.REMIX]


async def test_deleting_twice_is_said_to_be_done_already(world: World) -> None:
    job_id = await world.posted()
    await press(world, Action.DELETE_NOW, job_id)

    assert "already" in (await press(world, Action.DELETE_NOW, job_id)).text


async def test_nobody_deletes_what_is_not_theirs_but_an_admin(world: World) -> None:
    job_id = await world.posted()

    refused = await press(world, Action.DELETE_NOW, job_id, a_requester("bob"))
    still_there = job_id in world.messenger.videos
    admin = a_requester("bob", is_admin=True)
    question = await world.usecases.answer.ask_delete(job_id, admin)
    await press(world, Action.DELETE_NOW, job_id, admin)

    assert "belongs to somebody else" in refused.text
    assert still_there
    assert "its owner's" in question.text
    assert world.messenger.videos == {}


async def test_an_admin_of_another_team_finds_nothing_to_delete(world: World) -> None:
    job_id = await world.posted()

    answer = await press(world, Action.DELETE_NOW, job_id, a_requester("bob", team="chess", is_admin=True))

    assert "There is no video" in answer.text
    assert job_id in world.messenger.videos


async def test_a_video_on_its_way_is_to_be_cancelled_instead(world: World) -> None:
    job_id = await world.accept()

    answer = await press(world, Action.DELETE, job_id)

    assert f"cancel {job_id}" in answer.text


@pytest.mark.parametrize(
    ("error", "words"),
    [(ConversationGone(), "no longer reaches"), (DeliveryPaused(timedelta(seconds=9)), "in 9 s")],
    ids=["shut out", "paused"],
)
async def test_what_cannot_be_removed_now_is_not_said_to_be_deleted(world: World, error: Exception, words: str) -> None:
    job_id = await world.posted()
    world.messenger.errors.append(error)

    answer = await press(world, Action.DELETE_NOW, job_id)

    assert words in answer.text
    assert (await world.job(job_id)).deleted_at is None


async def test_after_a_crash_between_message_and_row_it_can_be_deleted_again(world: World) -> None:
    job_id = await world.posted()
    job = await world.job(job_id)
    await world.messenger.remove_video(job.conversation, job_id, job.message_ref or "", None)

    await press(world, Action.DELETE_NOW, job_id)

    assert (await world.job(job_id)).deleted_at is not None


async def test_a_video_behind_a_link_alone_has_no_message_to_delete(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    world.messenger.gone.add("studio")
    await world.call_back(job_id)
    await world.work()

    answer = await press(world, Action.DELETE_NOW, job_id)

    assert "link ends by itself" in answer.text
