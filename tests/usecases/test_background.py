"""Work that nobody waits for takes its turn, and people never stand behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.chat import Cards, Notice
from bot.ports import Store, Transaction
from bot.usecases.background import Background
from tests.builders import a_job
from tests.world import World

T = TypeVar("T")


@dataclass(slots=True)
class Counting:
    """The store behind it, and how many works were in it at one time at most."""

    store: Store
    inside: int = 0
    most: int = 0

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._counted(self.store.write(work))

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._counted(self.store.read(work))

    async def _counted(self, call: Awaitable[T]) -> T:
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            return await call
        finally:
            self.inside -= 1


async def test_no_more_than_the_places_are_at_the_store_and_all_get_there(world: World) -> None:
    counting = Counting(world.store)
    background = Background(counting, asyncio.Semaphore(3))

    async def add(number: int) -> bool:
        return await background.write(lambda tx: tx.jobs.add(a_job(f"job-{number}"), "accepted"))

    added = await asyncio.gather(*(add(number) for number in range(20)))
    await asyncio.gather(*(background.read(lambda tx: tx.views.totals()) for _ in range(20)))

    assert all(added)
    assert counting.most == 3


async def test_a_work_that_fails_leaves_its_place_to_the_next(world: World) -> None:
    background = Background(world.store, asyncio.Semaphore(1))

    async def fail(_tx: Transaction) -> None:
        raise LookupError

    outcomes = await asyncio.gather(*(background.write(fail) for _ in range(3)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [LookupError] * 3
    assert await background.read(lambda tx: tx.views.totals()) == (0, 0)


async def test_a_command_is_answered_while_the_background_is_full(world: World) -> None:
    background = world.usecases.follow.store
    assert isinstance(background, Background)
    while not background.places.locked():
        await background.places.acquire()

    async with asyncio.timeout(10):
        asked = await world.ask("a red kite")
        status = await world.ask("status")

    assert isinstance(asked, Cards)
    assert isinstance(status, Notice)
    assert status.text.startswith("1 video of yours on the way")
