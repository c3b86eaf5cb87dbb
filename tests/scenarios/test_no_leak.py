"""A long day in a few seconds: hundreds of jobs with every kind of trouble, and nothing of them stays in memory."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.chat_page import until
from tests.scenarios.town import Town, open_town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

TROUBLES: Final = (
    *("", "", "", "#twice", "#forged", "#callback-progress", "#lost-callback", "#early-callback"),
    *("#401", "#403", "#moderated", "#fail", "#private-result", "#expired-result", "#redirect-private"),
    *("#lost-answer", "#500-made", "#status-500*1", "#cut*1", "#short*1"),
)
HANGING: Final = ("#hang*1", "#status-hang", "#hang-result*1")
"""The sandbox remembers for minutes that it does not answer these, so they belong to the first batch alone."""

BATCH: Final = 100
IDLE: Final = 5
"""Seconds after which the bot closes connections that nobody uses."""
MOST_PER_JOB: Final = 3_000
"""Bytes of growth for each job that we put up with: caches of the libraries, and what the sandbox remembers."""

TRIES: Final = 3
"""What leaks grows with every batch. The interpreter's table of names doubles once, by megabytes, in any of them."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a process holds: tasks, open files and connections, bytes that Python has allotted."""

    tasks: Counter[str]
    descriptors: int
    bytes: int


async def test_hundreds_of_jobs_leave_nothing_behind(tmp_path: Path, clip: bytes) -> None:
    with traced():
        async with open_town(tmp_path, clip, delay=timedelta(milliseconds=20)) as town:
            await a_batch(town, 0, (*TROUBLES, *HANGING))
            before = await footprint(town)

            await a_batch(town, 1, TROUBLES)
            last = await footprint(town, at_most=before)
            for number in range(2, 2 + TRIES):
                await a_batch(town, number, TROUBLES)
                now = await footprint(town, at_most=before)
                growth = (now.bytes - last.bytes) / BATCH
                if growth < MOST_PER_JOB:
                    break
                last = now

            assert growth < MOST_PER_JOB
            assert town.spooled() == []
            assert not (tmp_path / "links").exists()
            posted = await town.database.rows("SELECT id FROM jobs WHERE status = 'posted'")
            assert len(list((tmp_path / "web-media").iterdir())) == len(posted) > BATCH


@contextmanager
def traced() -> Iterator[None]:
    tracemalloc.start(1)
    try:
        yield
    finally:
        tracemalloc.stop()


async def a_batch(town: Town, number: int, troubles: tuple[str, ...]) -> None:
    """Ask for so many videos at once, and wait until every one has ended."""
    for index in range(BATCH):
        prompt = f"/sora kite {index} {troubles[index % len(troubles)]}"
        answer = await town.client.say(prompt, client_id=f"client-{number}-{index:05}")
        assert answer.status == 200

    async def all_over() -> bool:
        ((count,),) = await town.database.rows("SELECT COUNT(*) FROM jobs WHERE finished_at IS NOT NULL")
        ((behind,),) = await town.database.rows("SELECT COUNT(*) FROM jobs WHERE card_version < version")
        return bool(count == (number + 1) * BATCH and not behind)

    await until(all_over, within=90)


async def footprint(town: Town, *, at_most: Footprint | None = None) -> Footprint:
    """Once everything that was begun has ended: idle connections, too."""

    async def quiet() -> bool:
        is_less = at_most is None or (tasks() <= at_most.tasks and open_descriptors() <= at_most.descriptors)
        return is_less and not town.sandbox.counts()["in_flight"]

    await asyncio.sleep(0 if at_most else IDLE)
    await until(quiet, within=30)
    gc.collect()
    return Footprint(tasks(), open_descriptors(), tracemalloc.get_traced_memory()[0])


def tasks() -> Counter[str]:
    """The tasks of this process by what they do, without those of the servers' connections."""
    names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()]
    return Counter(name for name in names if not name.startswith("RequestHandler."))


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
