"""What a new process takes up: what is due, and what comes due before its first sweep."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.job import JobStatus
from bot.ports import Step
from tests.builders import APIXO
from tests.world import World


async def test_a_poll_that_was_planned_before_a_restart_comes_at_its_time(world: World) -> None:
    world.has_callbacks = False
    job_id = await world.accept()
    await world.work()
    world.provider.finish(job_id)
    world.restart()

    await world.usecases.resume.start()
    world.clock.pass_time(world.catalogue.limits[APIXO].first_poll)
    world.queue.release()
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_what_waits_for_one_provider_is_one_look_at_it(world: World) -> None:
    for user in ("ann", "bob", "cem"):
        await world.accept(user=user)
    world.restart()

    due = await world.usecases.resume.start()

    assert due == 3
    assert [(entry.step, entry.key) for entry in world.queue.entries] == [(Step.SUBMIT, APIXO)]


async def test_jobs_that_are_far_from_due_are_left_to_the_sweep(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    world.restart()

    due = await world.usecases.resume.start()

    job = await world.job(job_id)
    assert job.due_at - world.clock.now() > timedelta(minutes=1)
    assert due == 0
    assert not world.queue.delayed
