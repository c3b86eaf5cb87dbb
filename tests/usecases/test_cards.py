"""The card of a job: posted at once, edited politely, never behind for long, never in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from bot.domain.chat import Action, Card, Conversation
from bot.domain.errors import DeliveryPaused
from bot.domain.job import JobStatus
from bot.domain.job_events import Reason
from bot.ports import Ended, Store, Transaction
from bot.usecases.draw_cards import Around
from tests.fakes import FakeClock, FakeMessenger
from tests.waiting import eventually
from tests.world import World

T = TypeVar("T")


@asynccontextmanager
async def board_at_work(world: World) -> AsyncIterator[None]:
    task = asyncio.create_task(world.usecases.board.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_an_older_state_never_overwrites_a_newer_one(world: World) -> None:
    job_id = await world.accept()
    old = await world.job(job_id)
    await world.work()
    await world.usecases.board.flush()

    await world.usecases.board.post(old, Around(0, None))

    assert world.messenger.cards[job_id].status == "queued"


# --- several processes on one database --------------------------------------------------------------------------------


@pytest.fixture
def shared(world: World) -> World:
    """One process of several; `restart` is the next one."""
    world.owns_database = False
    world.restart()
    return world


async def test_an_edit_that_was_put_off_does_not_overwrite_the_end_that_another_process_has_shown(
    shared: World,
) -> None:
    job_id = await shared.accept()
    await shared.usecases.board.flush()
    await shared.work()
    first = shared.usecases.board
    shared.messenger.card_errors.append(DeliveryPaused(timedelta(seconds=30)))
    await first.flush()

    shared.restart()
    await shared.call_back(job_id)
    await shared.work()
    await shared.usecases.board.flush()
    ended = shared.messenger.cards[job_id].status
    shared.clock.pass_time(timedelta(seconds=31))
    await first.flush()

    assert ended == "posted"
    assert shared.messenger.cards[job_id].status == "posted"


async def test_a_first_card_is_left_to_the_process_that_took_the_request(shared: World) -> None:
    shared.messenger.card_errors.append(DeliveryPaused(timedelta(seconds=1)))
    job_id = await shared.accept()
    await shared.work()
    took = shared.usecases.board
    shared.restart()
    other = shared.usecases.board
    other.changed(await shared.job(job_id))
    await other.flush()
    before = dict(shared.messenger.cards)
    await took.flush()
    await other.flush()

    assert before == {}
    assert shared.messenger.cards[job_id].status == "queued"
    assert await other.ref_of(job_id) == f"card:{job_id}"


async def test_a_first_card_whose_process_is_gone_is_posted_by_another_after_a_while(shared: World) -> None:
    shared.messenger.card_errors.append(DeliveryPaused(timedelta(seconds=1)))
    job_id = await shared.accept()
    shared.restart()

    shared.clock.pass_time(timedelta(seconds=21))
    async with board_at_work(shared):
        await eventually(lambda: job_id in shared.messenger.cards)

    assert shared.messenger.cards[job_id].status == "accepted"


@dataclass(slots=True)
class Unsteady:
    """A database that is away as often as `faults` has something to say; `reads` counts what it was asked."""

    store: Store
    faults: list[Exception] = field(default_factory=list)
    reads: int = 0

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        self.reads += 1
        if self.faults:
            raise self.faults.pop()
        return await self.store.read(work)

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self.store.write(work)


@pytest.fixture
def unsteady(shared: World) -> Unsteady:
    database = shared.store = Unsteady(shared.store)
    shared.restart()
    shared.usecases.board.look_every = timedelta(milliseconds=10)
    return database


async def test_a_card_that_cannot_be_read_anew_follows_later(shared: World, unsteady: Unsteady) -> None:
    job_id = await shared.accept()
    await shared.work()
    unsteady.faults.append(ConnectionResetError())
    await shared.usecases.board.flush()
    before = shared.messenger.cards[job_id].status

    shared.clock.pass_time(timedelta(seconds=6))
    await shared.usecases.board.flush()

    assert (before, shared.messenger.cards[job_id].status) == ("accepted", "queued")


async def test_a_database_that_is_away_when_the_line_is_looked_at_ends_no_cards(
    shared: World, unsteady: Unsteady
) -> None:
    await shared.accept()
    async with board_at_work(shared):
        await eventually(lambda: unsteady.reads > 3)
        unsteady.faults.extend([ConnectionResetError()] * 3)
        await eventually(lambda: unsteady.faults == [])
        before = unsteady.reads
        await eventually(lambda: unsteady.reads > before + 3)


async def test_a_card_whose_place_is_gone_is_not_tried_for_ever(shared: World, unsteady: Unsteady) -> None:
    job_id = await shared.accept()
    await shared.work()
    shared.messenger.gone = {"studio"}
    await shared.press(Action.CANCEL_NOW, job_id)
    await shared.usecases.board.flush()
    shared.clock.pass_time(timedelta(minutes=2))

    with capture_logs() as logs:
        async with board_at_work(shared):
            await eventually(lambda: unsteady.reads > 30)

    assert [line["event"] for line in logs].count("card_has_no_conversation") <= 1  # at the start, once


async def test_nothing_is_edited_where_nothing_changed(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    await world.usecases.board.flush()
    edits = world.messenger.card_edits[job_id]

    job = await world.job(job_id)
    world.usecases.board.changed(replace(job, version=job.version + 1))
    await world.usecases.board.flush()

    assert world.messenger.card_edits[job_id] == edits


@dataclass(slots=True)
class Eventful(FakeClock):
    """Something happens right after somebody has asked for the time."""

    events: list[Callable[[], None]] = field(default_factory=list)

    def now(self) -> datetime:
        while self.events:
            asyncio.get_running_loop().call_soon(self.events.pop())
        return FakeClock.now(self)


async def test_a_job_that_moves_on_just_before_its_card_is_edited_is_shown_as_it_is_then(world: World) -> None:
    clock = world.clock = Eventful()
    world.restart()
    job_id = await world.accept()
    await world.work()
    await world.usecases.board.flush()
    job = await world.job(job_id)
    clock.pass_time(timedelta(seconds=2))
    ended = replace(job, version=job.version + 2, status=JobStatus.POSTED)

    async with board_at_work(world):
        # The board looks at the clock when it chooses what to edit, and begins a moment later.
        world.usecases.board.changed(replace(job, version=job.version + 1))
        clock.events.append(lambda: world.usecases.board.changed(ended))

        await eventually(lambda: world.messenger.cards[job_id].status == "posted", within=3)


async def test_cards_that_a_crash_left_behind_are_caught_up_with(world: World) -> None:
    job_id = await world.posted()
    assert world.messenger.cards[job_id].status == "accepted"
    world.restart()

    async with board_at_work(world):
        await eventually(lambda: world.messenger.cards[job_id].status == "posted")

    assert (await world.job(job_id)).status is JobStatus.POSTED


@dataclass(slots=True)
class Held(FakeMessenger):
    """Edits in `studio` wait until the gate opens."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        if conversation.channel == "studio" and card.status != "accepted":
            await self.gate.wait()
        return await FakeMessenger.put_card(self, conversation, card, ref)


async def test_a_conversation_that_is_slow_holds_up_no_other(world: World) -> None:
    held = Held()
    world.messenger = held
    world.restart()
    slow = await world.accept()
    await world.ask("a kite", user="bob", channel="ideas")
    quick = world.jobs[-1]

    async with board_at_work(world):
        await world.work()
        world.clock.pass_time(timedelta(seconds=2))
        await eventually(lambda: held.cards[quick].status == "queued")
        assert held.cards[slow].status == "accepted"

        held.gate.set()
        await eventually(lambda: held.cards[slow].status == "queued")


async def test_a_card_whose_edit_is_cut_off_by_a_stop_is_shown_last(world: World) -> None:
    held = Held()
    world.messenger = held
    world.restart()
    job_id = await world.accept()
    async with board_at_work(world):
        await world.work()
        world.clock.pass_time(timedelta(seconds=2))
        await eventually(lambda: not world.usecases.board._behind)

    held.gate.set()
    await world.usecases.board.flush()

    assert held.cards[job_id].status == "queued"


async def test_a_platform_that_asks_for_a_pause_gets_the_card_later(world: World) -> None:
    world.messenger.card_errors.append(DeliveryPaused(timedelta(seconds=30)))
    job_id = await world.accept()

    async with board_at_work(world):
        await asyncio.sleep(0)
        world.clock.pass_time(timedelta(seconds=31))
        await eventually(lambda: job_id in world.messenger.cards)

    assert (await world.job(job_id)).status is JobStatus.ACCEPTED


async def test_a_card_that_cannot_be_posted_loses_no_job(world: World) -> None:
    world.messenger.card_errors.append(RuntimeError("a bug"))

    job_id = await world.posted()

    assert job_id in world.messenger.videos


async def test_where_the_conversation_is_gone_a_person_is_told_directly_that_there_will_be_no_video(
    world: World,
) -> None:
    world.messenger.has_direct = True
    job_id = await world.accept("a red kite")
    await world.work()
    world.messenger.gone = {"studio"}
    await world.call_back(job_id, Ended(Reason.CONTENT))
    await world.work()
    for _ in range(2):
        async with board_at_work(world):
            await eventually(lambda: bool(world.messenger.said))
        await world.usecases.board.flush()
        world.restart()

    ((place, notice),) = world.messenger.said
    assert place.channel == "direct:ann"
    assert "Your quota was given back" in notice.text
    assert "a red kite" in notice.text
    assert await world.usecases.board.ref_of(job_id) == f"card:{job_id}"


async def test_where_no_card_was_ever_posted_a_person_is_told_directly_once(world: World) -> None:
    world.messenger.has_direct = True
    world.messenger.gone = {"studio"}
    job_id = await world.accept()
    await world.work()
    await world.call_back(job_id, Ended(Reason.CONTENT))
    await world.work()
    for _ in range(2):
        async with board_at_work(world):
            await eventually(lambda: bool(world.messenger.said))
        await world.usecases.board.flush()
        world.restart()

    assert len(world.messenger.said) == 1
    assert await world.usecases.board.ref_of(job_id) is None


async def test_where_the_conversation_is_gone_nobody_is_told_directly_of_progress_or_of_their_own_cancel(
    world: World,
) -> None:
    world.messenger.has_direct = True
    job_id = await world.accept()
    world.messenger.gone = {"studio"}
    await world.work()
    await world.usecases.board.flush()
    await world.press(Action.CANCEL_NOW, job_id)
    await world.usecases.board.flush()

    assert world.messenger.said == []
