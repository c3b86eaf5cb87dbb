"""The contracts of seen events, gates and images, on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.backend import Backend
from bot.domain.job import JobId
from bot.domain.video import ImageId
from bot.ports import Gate, Store, Transaction
from tests.builders import APIXO
from tests.fakes import START

MINUTE = timedelta(minutes=1)
SEEN_OR_NOT = (("slack", "1"), ("slack", "2"), ("discord", "1"))


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.store


async def test_an_event_is_new_once(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(store.write(lambda tx: tx.seen.first_time("slack", "Ev1", START)) for _ in range(8))
    )

    assert sorted(outcomes) == [False] * 7 + [True]


async def test_the_same_id_from_another_source_is_another_event(store: Store) -> None:
    await store.write(lambda tx: tx.seen.first_time("slack", "1", START))

    assert await store.write(lambda tx: tx.seen.first_time("discord", "1", START))


async def test_only_what_was_seen_is_known(store: Store) -> None:
    await store.write(lambda tx: tx.seen.first_time("slack", "1", START))

    async def work(tx: Transaction) -> list[bool]:
        return [await tx.seen.is_known(source, name) for source, name in SEEN_OR_NOT]

    assert await store.read(work) == [True, False, False]


async def test_what_is_taken_back_may_come_again_and_nothing_else(store: Store) -> None:
    async def work(tx: Transaction) -> list[bool]:
        for source, name in SEEN_OR_NOT:
            await tx.seen.first_time(source, name, START)
        for _ in range(2):
            await tx.seen.take_back("slack", "1")
        return [await tx.seen.first_time(source, name, START) for source, name in SEEN_OR_NOT]

    assert await store.write(work) == [True, False, False]


async def test_what_a_source_sent_long_ago_is_forgotten_and_nothing_else(store: Store) -> None:
    async def work(tx: Transaction) -> list[bool]:
        await tx.seen.first_time("slack", "old", START)
        await tx.seen.first_time("slack", "new", START + MINUTE)
        await tx.seen.first_time("discord", "old", START)
        await tx.seen.forget("slack", START + MINUTE)
        seen = [("slack", "old"), ("slack", "new"), ("discord", "old")]
        return [await tx.seen.first_time(source, name, START) for source, name in seen]

    assert await store.write(work) == [True, False, False]


async def test_an_event_whose_transaction_failed_was_not_seen(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        await tx.seen.first_time("slack", "Ev1", START)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(work)

    assert await store.write(lambda tx: tx.seen.first_time("slack", "Ev1", START))


async def test_a_new_gate_is_made_with_the_tokens_it_is_given(store: Store) -> None:
    gate = await store.write(lambda tx: tx.gates.hold(APIXO, START, 2000))

    assert gate == Gate(provider=APIXO, tokens_milli=2000, refilled_at=START, paused_until=None)


async def test_a_gate_is_as_it_was_set(store: Store) -> None:
    closed = Gate(provider=APIXO, tokens_milli=5, refilled_at=START + MINUTE, paused_until=START + 2 * MINUTE)

    async def close(tx: Transaction) -> None:
        await tx.gates.hold(APIXO, START, 2000)
        await tx.gates.set(closed)

    await store.write(close)

    assert await store.write(lambda tx: tx.gates.hold(APIXO, START + 3 * MINUTE, 9)) == closed


async def test_who_holds_a_gate_holds_it_alone(store: Store) -> None:
    async def take_one(tx: Transaction) -> None:
        gate = await tx.gates.hold(APIXO, START, 10_000)
        await tx.jobs.slots_taken(APIXO, START)
        await tx.gates.set(replace(gate, tokens_milli=gate.tokens_milli - 1000))

    await asyncio.gather(*(store.write(take_one) for _ in range(10)))

    gate = await store.write(lambda tx: tx.gates.hold(APIXO, START, 0))
    assert gate.tokens_milli == 0


async def test_an_image_is_kept_byte_by_byte(store: Store) -> None:
    data = bytes(range(256)) * 4096

    await store.write(lambda tx: tx.images.add(ImageId("i"), JobId("j"), data, START))

    assert await store.read(lambda tx: tx.images.get(ImageId("i"))) == data


async def test_old_images_are_dropped_and_newer_ones_stay(store: Store) -> None:
    await store.write(lambda tx: tx.images.add(ImageId("old"), JobId("j"), b"1", START))
    await store.write(lambda tx: tx.images.add(ImageId("new"), JobId("j"), b"2", START + MINUTE))

    await store.write(lambda tx: tx.images.drop_before(START + MINUTE))

    assert await store.read(lambda tx: tx.images.get(ImageId("old"))) is None
    assert await store.read(lambda tx: tx.images.get(ImageId("new"))) == b"2"
