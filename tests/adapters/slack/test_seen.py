"""What Slack tells again is answered once, and what had no answer yet gets one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from adapters.slack.listeners.seen import Seen
from adapters.storage.backend import Backend
from tests.fakes import FakeClock
from tests.waiting import eventually


@dataclass(slots=True)
class Answers:
    """Says something as soon as it may."""

    may: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0
    given: int = 0

    async def __call__(self) -> None:
        self.begun += 1
        await self.may.wait()
        self.given += 1


@pytest.fixture
def seen(backend: Backend) -> Seen:
    return Seen(backend.store, FakeClock())


@pytest.fixture
def answers() -> Answers:
    answers = Answers()
    answers.may.set()
    return answers


async def test_what_was_answered_is_not_answered_again(seen: Seen, answers: Answers) -> None:
    await seen.once("Ev1", answers)
    await seen.once("Ev1", answers)
    await seen.once("Ev2", answers)

    assert answers.given == 2


async def test_another_process_does_not_answer_it_again(seen: Seen, backend: Backend, answers: Answers) -> None:
    await seen.once("Ev1", answers)

    await Seen(backend.store, FakeClock()).once("Ev1", answers)

    assert answers.given == 1


async def test_what_comes_again_while_it_is_being_answered_waits_for_that(seen: Seen, answers: Answers) -> None:
    answers.may.clear()
    async with asyncio.TaskGroup() as tries:
        again = [tries.create_task(seen.once("Ev1", answers)) for _ in range(3)]
        await seen.once("Ev2", _nothing)
        assert not any(one.done() for one in again)
        answers.may.set()

    assert (answers.begun, answers.given) == (1, 1)


async def test_what_could_not_be_answered_is_answered_when_it_comes_again(seen: Seen, answers: Answers) -> None:
    with pytest.raises(ConnectionError):
        await seen.once("Ev1", _broken)

    await seen.once("Ev1", answers)

    assert answers.given == 1


async def test_an_answer_that_died_with_its_process_is_given_in_the_next(
    seen: Seen, backend: Backend, answers: Answers
) -> None:
    answers.may.clear()
    dying = asyncio.create_task(seen.once("Ev1", answers))
    await eventually(lambda: answers.begun == 1)
    dying.cancel()
    answers.may.set()

    await Seen(backend.store, FakeClock()).once("Ev1", answers)

    assert (answers.begun, answers.given) == (2, 1)


async def _nothing() -> None:
    pass


async def _broken() -> None:
    raise ConnectionError
