"""Each job is sent at most once, in a fair order, within the provider's limits."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta

import pytest

from bot.domain.chat import Button
from bot.domain.errors import (
    KeyRefused,
    ModelGone,
    OutOfCredit,
    ProviderBusy,
    ProviderTrouble,
    ProviderUnreachable,
    Refused,
)
from bot.domain.job import Closing, JobId, JobStatus
from bot.domain.job_events import Claimed, Lease, Output, Reason, TaskId
from bot.ports import Done, Order
from bot.usecases.change_job import change_job
from tests.builders import APIXO, a_catalogue
from tests.fakes import FakeProvider
from tests.world import World


async def test_a_lost_answer_is_never_sent_again(world: World) -> None:
    world.provider.answers.append(ProviderTrouble())
    job_id = await world.accept()
    await world.work()

    for _ in range(10):
        await world.pass_time(timedelta(minutes=2))

    assert len(world.provider.orders) == 1
    assert (await world.job(job_id)).status is JobStatus.UNCONFIRMED


async def test_after_a_lost_answer_the_callback_still_brings_the_video(world: World) -> None:
    world.provider.answers.append("lost")
    world.provider.lost_error = ProviderTrouble
    job_id = await world.accept()
    await world.work()

    await world.call_back(job_id)
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.POSTED
    assert world.messenger.video_calls[job_id] == 1


async def test_a_lost_answer_without_callbacks_ends_at_once_with_a_refund(world: World) -> None:
    world.has_callbacks = False
    world.restart()
    world.provider.answers.append(ProviderTrouble())
    job_id = await world.accept()

    await world.work()

    job = await world.job(job_id)
    assert (job.status, job.closing) == (JobStatus.LOST, Closing.RELEASED)
    assert await world.used() == 0
    assert any(button.action == "retry" for button in await _buttons(world, job_id))


async def test_a_job_nobody_hears_of_is_refunded_at_its_deadline(world: World) -> None:
    world.provider.answers.append(ProviderTrouble())
    job_id = await world.accept()
    await world.work()

    await world.pass_time(timedelta(minutes=31))

    assert (await world.job(job_id)).status is JobStatus.LOST
    assert await world.used() == 0


@pytest.mark.parametrize("answer", [ProviderTrouble(), TaskId("task-0")])
async def test_a_callback_before_the_answer_is_confirmed_soon_though_the_provider_stumbles(
    world: World, answer: TaskId | Exception
) -> None:
    provider = EagerProvider(world, answer, ProviderTrouble())
    job_id = await world.accept()
    provider.tasks[TaskId("task-0")] = Done((Output("https://cdn.example/a.mp4"),))

    await world.work()
    await world.pass_time(timedelta(seconds=11))

    assert (await world.job(job_id)).status is JobStatus.POSTED
    assert len(provider.orders) == 1


async def test_a_submit_cut_off_by_a_stop_leaves_no_lease_behind(world: World) -> None:
    provider = EagerProvider(world, None)
    job_id = await world.accept()
    sending = asyncio.create_task(world.usecases.submit(APIXO))
    await asyncio.wait_for(provider.asked.wait(), 5)

    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    job = await world.job(job_id)
    assert (job.status, job.lease) == (JobStatus.UNCONFIRMED, None)
    await world.work()
    assert len(provider.orders) == 1


class EagerProvider(FakeProvider):
    """Calls back, and has the callback looked at with an error, before it answers; or never answers at all."""

    def __init__(self, world: World, answer: TaskId | Exception | None, *status_errors: Exception) -> None:
        super().__init__(status_errors=deque(status_errors))
        self.world, self.answer, self.asked = world, answer, asyncio.Event()
        world.provider = self
        world.restart()

    async def submit(self, order: Order) -> TaskId:
        self.orders.append(order)
        if self.status_errors:
            await self.world.usecases.record_callback(APIXO, order.job_id, {}, b"task-0")
            await self.world.usecases.follow(order.job_id)
        self.asked.set()
        if self.answer is None:
            await asyncio.Event().wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        assert self.answer is not None
        return self.answer


async def test_a_job_whose_time_is_over_is_refunded_and_never_sent(world: World) -> None:
    world.provider.answers.append(ProviderUnreachable())
    job_id = await world.accept()
    await world.work()
    world.clock.pass_time(timedelta(minutes=31))

    world.queue.release()
    await world.work()

    assert len(world.provider.orders) == 1
    assert (await world.job(job_id)).status is JobStatus.EXPIRED
    assert await world.used() == 0
    assert "not ready in time" in await world.card(job_id)


async def test_a_refused_connection_is_tried_again(world: World) -> None:
    world.provider.answers.append(ProviderUnreachable())
    job_id = await world.accept()
    await world.work()
    assert (await world.job(job_id)).status is JobStatus.ACCEPTED

    await world.pass_time(timedelta(seconds=5))

    assert (await world.job(job_id)).status is JobStatus.QUEUED


async def test_429_makes_all_jobs_of_the_provider_wait_and_fails_none(world: World) -> None:
    world.provider.answers.append(ProviderBusy(timedelta(seconds=20)))
    first = await world.accept()
    await world.work()
    second = await world.accept()
    await world.work()
    assert len(world.provider.orders) == 1

    await world.pass_time(timedelta(seconds=21))

    assert {(await world.job(job)).status for job in (first, second)} == {JobStatus.QUEUED}


async def test_no_more_tasks_run_than_the_provider_allows(world: World) -> None:
    world.catalogue = a_catalogue(max_tasks=2)
    world.restart()
    jobs = [await world.accept() for _ in range(4)]
    await world.work()
    assert len(world.provider.orders) == 2

    await world.call_back(world.provider.orders[0].job_id)
    await world.work()

    assert len(world.provider.orders) == 3
    assert {order.job_id for order in world.provider.orders} <= set(jobs)


async def test_no_more_is_sent_in_a_minute_than_the_provider_allows(world: World) -> None:
    world.catalogue = a_catalogue(max_requests_per_minute=6)
    world.restart()
    for _ in range(10):
        await world.accept()
    await world.work()
    for _ in range(58):
        await world.pass_time(timedelta(seconds=1))
    assert 1 <= len(world.provider.orders) <= 6

    for _ in range(90):
        await world.pass_time(timedelta(seconds=1))

    assert len(world.provider.orders) == 10


async def test_a_free_place_goes_to_whom_has_the_fewest_running(world: World) -> None:
    world.catalogue = a_catalogue(max_tasks=2)
    world.restart()
    for _ in range(5):
        await world.accept(user="greedy")
    await world.work()
    await world.accept(user="patient")
    await world.work()

    await world.call_back(world.provider.orders[0].job_id)
    await world.work()

    assert world.provider.orders[-1].job_id == world.jobs[-1]


async def test_a_refusal_is_told_kindly_and_refunded(world: World) -> None:
    world.provider.answers.append(Refused("moderation_blocked code 3001"))
    job_id = await world.accept()

    await world.work()

    job = await world.job(job_id)
    assert (job.status, job.reason, job.closing) == (JobStatus.FAILED, Reason.CONTENT, Closing.RELEASED)
    card = await world.card(job_id)
    assert "3001" not in card
    assert "given back" in card


async def test_what_the_operator_must_mend_is_refunded_too(world: World) -> None:
    for error, reason in (
        (KeyRefused(), Reason.PROVIDER_KEY),
        (OutOfCredit(), Reason.PROVIDER_CREDIT),
        (ModelGone(), Reason.MODEL_GONE),
    ):
        world.provider.answers.append(error)
        job_id = await world.accept()
        await world.work()
        assert (await world.job(job_id)).reason is reason

    assert await world.used() == 0


async def test_a_crash_while_sending_never_sends_again(world: World) -> None:
    world.provider.answers.append(ProviderTrouble())
    job_id = await world.accept()
    await _claim_and_die(world)
    world.restart()

    await world.usecases.resume.start()
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.UNCONFIRMED
    assert world.provider.orders == []
    await world.usecases.record_callback(APIXO, job_id, {}, b"task-from-callback")
    assert (await world.job(job_id)).task_id == "task-from-callback"


async def _claim_and_die(world: World) -> None:
    """What a process leaves behind that is killed between its claim and its request."""
    job = await world.job(world.jobs[-1])
    lease = Lease("dead", world.clock.now() + timedelta(minutes=2))
    await world.store.write(lambda tx: change_job(tx, job, Claimed(lease), world.clock.now()))


async def _buttons(world: World, job_id: JobId) -> tuple[Button, ...]:
    await world.usecases.board.flush()
    return world.messenger.cards[job_id].buttons
