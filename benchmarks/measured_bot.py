"""One measured run of the bot in a process of its own: `python -m benchmarks.measured_bot`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import structlog

from adapters.event_loop import run_loop
from benchmarks.bot_under_test import PLATFORM, BotUnderTest, open_bot_under_test
from benchmarks.load import Load, Passed, pass_load
from benchmarks.memory import forget_peak, most_resident_bytes, resident_bytes
from bot.domain.chat import Cards, Conversation, Requester

PEOPLE: Final = 50
POSTGRES: Final = "postgres"


@dataclass(slots=True)
class Person:
    """Everybody who asks. `waits` are the seconds until each card was there."""

    bot: BotUnderTest
    run_name: str
    waits: list[float] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    async def job(self, number: int) -> None:
        """Ask, and wait for the video."""
        job_id = await self.ask(number)
        await self.bot.messenger.posted(job_id)

    async def ask(self, number: int) -> str:
        """Write a message, and return the id of the job on the card that comes back."""
        began = time.perf_counter()
        reply = await self.bot.usecases.answer.text(
            f"a red kite over the sea, number {number} 8s landscape",
            requester=Requester(platform=PLATFORM, team="t", user=f"u{number % PEOPLE}"),
            conversation=Conversation(platform=PLATFORM, team="t", channel=f"c{number % 10}"),
            event_id=f"{self.run_name}-{number}",
        )
        assert isinstance(reply, Cards)
        self.waits.append(time.perf_counter() - began)
        self.jobs.append(reply.cards[0].job_id)
        return reply.cards[0].job_id


async def run(database: str, standins: str, load: Load) -> dict[str, float]:
    """Pass the load through a bot, and say how it went. The first job warms everything up and counts nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        async with _database(database, Path(folder)) as url, open_bot_under_test(url, standins, Path(folder)) as bot:
            await Person(bot, f"warm-up {time.time()}").job(0)
            forget_peak()
            before = resident_bytes()
            person = Person(bot, f"load {time.time()}")
            passed = await pass_load(load, person.job)
            return _measured(bot, person, passed) | {"memory_growth": most_resident_bytes() - before}


def _measured(bot: BotUnderTest, person: Person, passed: Passed) -> dict[str, float]:
    came, posted = bot.callbacks.came_at, bot.messenger.posted_at
    waits = quantiles(person.waits, n=100)
    return {
        "jobs_per_second": passed.per_second,
        "cpu_ms_per_job": passed.cpu_ms_per_job,
        "accept_ms_median": 1000 * waits[49],
        "accept_ms_p99": 1000 * waits[98],
        "callback_to_posted_ms": 1000 * median(posted[job] - came[job] for job in person.jobs),
    }


@asynccontextmanager
async def _database(name: str, folder: Path) -> AsyncIterator[str]:
    """The address of a new SQLite file or PostgreSQL server, or of the SQLite file that `name` is the path of."""
    if name != POSTGRES:
        yield f"sqlite:///{folder / 'bench.sqlite3' if name == 'sqlite' else name}"
        return
    from pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is measured

    server = await asyncio.to_thread(get_server, folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        await asyncio.to_thread(server.cleanup)


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="sqlite, postgres, or the path of an SQLite file")
    parser.add_argument("--standins", required=True)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--at-once", type=int, required=True)
    parser.add_argument("--ramp", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    load = Load(jobs=options.jobs, at_once=options.at_once, ramp=options.ramp, seconds=options.seconds)
    print(json.dumps(run_loop(run(options.database, options.standins, load))))


if __name__ == "__main__":
    main()
