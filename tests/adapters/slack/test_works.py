"""What is under way for people comes to its end, and they hear of it when it cannot."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack.arriving import SOON, arriving
from adapters.slack.works import Stopping, Works, is_safe


class Told:
    def __init__(self) -> None:
        self.errors: list[BaseException | None] = []

    async def __call__(self, error: BaseException | None) -> None:
        self.errors.append(error)


async def test_what_is_quick_is_done_before_slack_is_told() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("done")

    await Works().soon(work(), Told())

    assert done == ["done"]


async def test_slack_is_told_in_time_of_what_is_slow_and_that_goes_on() -> None:
    works, go_on, done = Works(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await go_on.wait()
        done.set()

    async with asyncio.timeout(SOON + 1):
        await works.soon(work(), Told())
    assert not done.is_set()
    go_on.set()

    async with asyncio.timeout(5):
        await done.wait()


async def test_the_time_that_was_needed_before_counts() -> None:
    works, go_on = Works(), asyncio.Event()

    with arriving(ago=SOON):
        async with asyncio.timeout(SOON / 2):
            await works.soon(go_on.wait(), Told())  # type: ignore[arg-type] # nobody asks what it returns
    go_on.set()

    await works.settle(within=5)


async def test_slack_is_told_as_soon_as_what_it_told_is_safe() -> None:
    works, go_on, done = Works(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        is_safe()
        await go_on.wait()
        done.set()

    async with asyncio.timeout(SOON / 2):
        await works.soon(work(), Told())
    go_on.set()

    async with asyncio.timeout(5):
        await done.wait()


async def test_whoever_waits_is_told_that_something_broke() -> None:
    told = Told()

    async def work() -> None:
        raise ValueError

    await Works().soon(work(), told)

    assert [type(error) for error in told.errors] == [ValueError]


async def test_the_end_waits_for_what_is_under_way() -> None:
    works, done = Works(), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.set()

    works.begin(work(), Told())
    await works.end(within=5)

    assert done.is_set()


async def test_whoever_cannot_be_finished_with_is_told_so() -> None:
    works, told = Works(), Told()
    task = works.begin(asyncio.Event().wait(), told)  # type: ignore[arg-type] # it never comes to what it returns

    await works.end(within=0.05)

    assert told.errors == [None]
    assert task.cancelled() or task.cancelling()


async def test_after_the_end_nothing_is_begun() -> None:
    works, begun = Works(), asyncio.Event()

    async def work() -> None:
        begun.set()

    await works.end(within=1)
    with pytest.raises(Stopping):
        works.begin(work(), Told())

    assert not begun.is_set()
