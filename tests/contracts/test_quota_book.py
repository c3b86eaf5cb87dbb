"""The contract of the quota counters and their ledger, on both engines."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest

from adapters.storage.backend import Backend
from bot.domain.job import Closing, JobId
from bot.domain.quota import Limit, QuotaDenied, QuotaLine, Unit, Window, lines_for
from bot.ports import Store, Transaction
from tests.databases import rows
from tests.fakes import START


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.store


def a_limit(scope: str = "person:ann", amount: int = 3, unit: Unit = Unit.VIDEOS) -> Limit:
    return Limit(scope=scope, unit=unit, window=Window.DAY, amount=amount)


def lines(*limits: Limit, amount: int = 1) -> tuple[QuotaLine, ...]:
    return lines_for(limits, dict.fromkeys(Unit, amount), START)


COUNTERS = "SELECT scope, unit, window_start, used FROM quota_counters ORDER BY 1, 2, 3"
LEDGER = """
SELECT scope, unit, window_start,
  CAST(SUM(CASE entry WHEN 'reserved' THEN amount WHEN 'released' THEN -amount ELSE 0 END) AS BIGINT)
FROM quota_ledger GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


class DeniedAndUndone(Exception):
    """Rolls back what was taken before the line that did not fit."""


async def reserve(store: Store, job_id: str, wanted: tuple[QuotaLine, ...]) -> bool:
    async def work(tx: Transaction) -> None:
        if isinstance(await tx.quota.reserve(JobId(job_id), wanted, START), QuotaDenied):
            raise DeniedAndUndone

    try:
        await store.write(work)
    except DeniedAndUndone:
        return False
    return True


async def close(store: Store, job_id: str, closing: Closing) -> None:
    await store.write(lambda tx: tx.quota.close(JobId(job_id), closing, START))


async def used(store: Store, line: QuotaLine) -> int:
    return await store.read(lambda tx: tx.quota.used(line))


async def test_reserving_takes_from_each_limit(store: Store) -> None:
    wanted = lines(a_limit("person:ann"), a_limit("team:x", 100))

    taken = await store.write(lambda tx: tx.quota.reserve(JobId("job"), wanted, START))

    assert taken == [1, 1]
    assert [await used(store, line) for line in wanted] == [1, 1]


async def test_the_first_line_without_room_is_named_with_what_is_used(store: Store) -> None:
    roomy, full = lines(a_limit("a", 10), a_limit("b", 1))
    await reserve(store, "first", (full,))

    denied = await store.write(lambda tx: tx.quota.reserve(JobId("second"), (roomy, full), START))

    assert denied == QuotaDenied(full, used=1)


async def test_a_limit_smaller_than_one_request_denies_the_first(store: Store) -> None:
    (line,) = lines(a_limit(amount=5), amount=8)

    denied = await store.write(lambda tx: tx.quota.reserve(JobId("job"), (line,), START))

    assert denied == QuotaDenied(line, used=0)
    assert await used(store, line) == 0


async def test_a_limit_lowered_below_what_is_used_denies(store: Store) -> None:
    (line,) = lines(a_limit(amount=3))
    for number in range(3):
        await reserve(store, f"job-{number}", (line,))

    assert not await reserve(store, "late", (replace(line, limit=a_limit(amount=2)),))


async def test_a_released_reservation_can_be_taken_again(store: Store) -> None:
    (line,) = lines(a_limit(amount=1))
    await reserve(store, "first", (line,))

    await close(store, "first", Closing.RELEASED)

    assert await used(store, line) == 0
    assert await reserve(store, "second", (line,))


async def test_a_settled_reservation_stays_taken(store: Store) -> None:
    (line,) = lines(a_limit(amount=1))
    await reserve(store, "first", (line,))

    await close(store, "first", Closing.SETTLED)

    assert await used(store, line) == 1
    assert not await reserve(store, "second", (line,))


@pytest.mark.parametrize("first", list(Closing))
@pytest.mark.parametrize("second", list(Closing))
async def test_a_reservation_ends_only_once(store: Store, first: Closing, second: Closing) -> None:
    (line,) = lines(a_limit())
    await reserve(store, "job", (line,))
    await close(store, "job", first)
    before = await used(store, line)

    with pytest.raises(ValueError, match="closed already"):
        await close(store, "job", second)

    assert await used(store, line) == before


async def test_of_many_who_close_at_the_same_time_one_succeeds(store: Store) -> None:
    (line,) = lines(a_limit())
    await reserve(store, "job", (line,))

    outcomes = await asyncio.gather(*(close(store, "job", Closing.RELEASED) for _ in range(10)), return_exceptions=True)

    assert Counter(type(outcome) for outcome in outcomes) == {type(None): 1, ValueError: 9}
    assert await used(store, line) == 0


async def test_a_job_without_any_limit_closes_without_effect(store: Store) -> None:
    await close(store, "free", Closing.SETTLED)


async def test_each_window_and_unit_is_counted_on_its_own(store: Store) -> None:
    (videos,), (usd,) = lines(a_limit()), lines(a_limit(unit=Unit.USD))
    tomorrow = replace(videos, window_start="day:2026-11-21")

    await reserve(store, "job", (videos,))

    assert (await used(store, usd), await used(store, tomorrow)) == (0, 0)


async def test_many_requests_at_once_never_overrun_a_limit_and_the_ledger_agrees(
    store: Store, database_url: str
) -> None:
    # Fixed seed: any order of reservations and ends must do, and a failing one must come again.
    chance = random.Random(7)
    people = [f"person:{name}" for name in ("ann", "ben", "cem")]
    team = a_limit("team:x", 40)
    taken: Counter[str] = Counter()

    async def one(number: int) -> None:
        person = a_limit(people[number % 3], 25)
        amount = chance.randint(1, 3)
        wanted = lines(team, person, amount=amount)
        if not await reserve(store, f"job-{number}", wanted):
            return
        for line in wanted:
            taken[line.limit.scope] += amount
            assert await used(store, line) <= line.limit.amount
        ending = chance.choice([Closing.SETTLED, Closing.RELEASED, Closing.RELEASED, None])
        if ending is not None:
            await close(store, f"job-{number}", ending)
        if ending is Closing.RELEASED:
            for line in wanted:
                taken[line.limit.scope] -= amount

    for start in range(0, 300, 50):
        await asyncio.gather(*(one(number) for number in range(start, start + 50)))

    counted = {scope: await used(store, lines(a_limit(scope))[0]) for scope in (*people, "team:x")}
    assert counted == {scope: taken[scope] for scope in counted}
    assert counted["team:x"] <= 40
    assert await rows(database_url, COUNTERS) == await rows(database_url, LEDGER)
