"""Nudges are gathered, put once, and kept while the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from structlog.testing import capture_logs

from adapters.jobs.nudges import Nudges, gathering
from bot.ports import QueueEntry, Step

APIXO = QueueEntry(Step.SUBMIT, "apixo")
FAL = QueueEntry(Step.SUBMIT, "fal")


class Taken:
    """What was put, call by call; the first `failures` calls meet a database that is away."""

    def __init__(self, failures: int = 0) -> None:
        self.calls: asyncio.Queue[Sequence[QueueEntry]] = asyncio.Queue()
        self._failures = failures

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        if self._failures:
            self._failures -= 1
            raise ConnectionResetError
        self.calls.put_nowait(entries)


async def test_what_comes_at_one_time_is_put_once() -> None:
    taken = Taken()
    nudges = Nudges(taken.put)

    async with asyncio.timeout(10), gathering(nudges):
        for _ in range(100):
            nudges.add([APIXO])
        nudges.add([FAL])

        assert set(await taken.calls.get()) == {APIXO, FAL}

    assert taken.calls.empty()


async def test_what_comes_later_is_put_again() -> None:
    taken = Taken()
    nudges = Nudges(taken.put)

    async with asyncio.timeout(10), gathering(nudges):
        nudges.add([APIXO])
        await taken.calls.get()
        nudges.add([APIXO])

        assert await taken.calls.get() == [APIXO]


async def test_nothing_is_lost_while_the_database_is_away() -> None:
    taken = Taken(failures=1)
    nudges = Nudges(taken.put)

    with capture_logs() as logs:
        async with asyncio.timeout(10), gathering(nudges):
            nudges.add([APIXO])

            assert await taken.calls.get() == [APIXO]

    assert [entry["event"] for entry in logs] == ["queue_nudges_wait"]


async def test_what_is_left_at_the_end_is_put_then() -> None:
    taken = Taken()
    nudges = Nudges(taken.put)

    with suppress(LookupError):
        async with gathering(nudges):
            nudges.add([FAL])
            raise LookupError

    assert taken.calls.get_nowait() == [FAL]
