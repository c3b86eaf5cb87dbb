"""A person cancels at any moment, and pays only for what the provider has begun."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.chat import Action, Notice
from bot.domain.errors import ProviderTrouble
from bot.domain.job import Closing, JobStatus
from bot.domain.job_events import Claimed, Lease, Submitted, TaskId
from bot.usecases.change_job import change_job
from tests.builders import a_catalogue, a_requester, an_offer
from tests.world import World


async def cancel(world: World, job_id: str, user: str = "ann") -> str:
    """Write it, and say yes where the bot asks."""
    reply = await world.ask(f"cancel {job_id}", user=user)
    assert isinstance(reply, Notice)
    return (await world.press(Action.CANCEL_NOW, job_id, user=user)).text if reply.buttons else reply.text


async def test_before_it_is_sent_a_cancel_costs_nothing(world: World) -> None:
    job_id = await world.accept()

    question = await world.usecases.answer.ask_cancel(job_id, a_requester())
    await cancel(world, job_id)
    await world.work()

    assert "given back" in question.text
    assert await world.used() == 0
    assert world.provider.orders == []
    assert (await world.job(job_id)).status is JobStatus.CANCELLED


async def test_once_the_provider_has_it_a_cancel_is_charged_and_says_so_first(world: World) -> None:
    job_id = await world.accept()
    await world.work()

    question = await world.usecases.answer.ask_cancel(job_id, a_requester())
    await cancel(world, job_id)

    assert "given back" not in question.text
    job = await world.job(job_id)
    assert (job.status, job.closing) == (JobStatus.CANCELLED, Closing.SETTLED)
    assert await world.used() == 1
    assert world.provider.cancelled == [job.task_id]


async def test_a_cancel_that_is_written_asks_first_where_it_costs_something(world: World) -> None:
    job_id = await world.accept()
    await world.work()

    question = await world.ask(f"cancel {job_id}")

    assert isinstance(question, Notice)
    assert "counts against your quota" in question.text
    assert [button.action for button in question.buttons] == [Action.CANCEL_NOW, Action.KEEP]
    assert (await world.job(job_id)).status is JobStatus.QUEUED


async def test_a_cancel_that_was_to_cost_nothing_asks_again_where_the_work_has_begun_meanwhile(world: World) -> None:
    job_id = await world.accept()
    question = await world.usecases.answer.ask_cancel(job_id, a_requester())
    await world.work()

    asked_again = await world.press(question.buttons[0].action, job_id)
    untouched = await world.job(job_id)
    done = await world.press(asked_again.buttons[0].action, job_id)

    assert "counts against your quota" in asked_again.text
    assert untouched.status is JobStatus.QUEUED
    assert "Cancelled" in done.text
    assert (await world.job(job_id)).closing is Closing.SETTLED


async def test_a_cancel_that_was_to_cost_nothing_costs_nothing(world: World) -> None:
    job_id = await world.accept()
    question = await world.usecases.answer.ask_cancel(job_id, a_requester())

    done = await world.press(question.buttons[0].action, job_id)

    assert "given back" in done.text
    assert await world.used() == 0


async def test_where_a_cancel_stops_the_bill_it_is_refunded(world: World) -> None:
    world.catalogue = a_catalogue(an_offer(cancel_stops_bill=True))
    world.restart()
    job_id = await world.accept()
    await world.work()

    await cancel(world, job_id)

    assert (await world.job(job_id)).closing is Closing.RELEASED


async def test_a_cancelled_video_is_never_posted(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    await cancel(world, job_id)

    await world.call_back(job_id)
    await world.work()

    assert world.messenger.videos == {}


async def test_the_task_of_a_cancelled_job_keeps_its_place_until_it_ends(world: World) -> None:
    world.catalogue = a_catalogue(max_tasks=1)
    world.restart()
    first = await world.accept()
    await world.work()
    await cancel(world, first)
    await world.accept()
    await world.work()
    assert len(world.provider.orders) == 1

    await world.call_back(first)
    await world.work()

    assert len(world.provider.orders) == 2


async def test_a_cancel_while_it_is_being_sent_is_settled_by_the_answer(world: World) -> None:
    job_id = await world.accept()
    now = world.clock.now()
    lease = Lease("me", now + timedelta(minutes=2))
    job = await world.job(job_id)
    await world.store.write(lambda tx: change_job(tx, job, Claimed(lease), now))
    await cancel(world, job_id)
    job = await world.job(job_id)
    assert job.status is JobStatus.CANCELLING

    await world.store.write(lambda tx: change_job(tx, job, Submitted(TaskId("t")), now))

    job = await world.job(job_id)
    assert (job.status, job.closing) == (JobStatus.CANCELLED, Closing.SETTLED)


async def test_a_cancel_of_what_may_never_have_arrived_is_refunded(world: World) -> None:
    world.provider.answers.append(ProviderTrouble())
    job_id = await world.accept()
    await world.work()

    await cancel(world, job_id)

    assert (await world.job(job_id)).closing is Closing.RELEASED


async def test_nobody_cancels_what_is_not_theirs(world: World) -> None:
    job_id = await world.accept()

    sentence = await cancel(world, job_id, user="bob")

    assert (await world.job(job_id)).status is JobStatus.ACCEPTED
    assert "only" in sentence.lower()


async def test_a_posted_video_cannot_be_cancelled(world: World) -> None:
    job_id = await world.posted()

    await cancel(world, job_id)

    assert (await world.job(job_id)).status is JobStatus.POSTED
    assert await world.used() == 1


async def test_an_unknown_job_is_named(world: World) -> None:
    assert "zzzzzzz9" in await cancel(world, "zzzzzzz9")
