"""A bot that hands jobs to the provider, says so, and waits to be killed: `python -m benchmarks.crashing_bot`."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

import uvloop

from benchmarks.bot_under_test import open_bot_under_test
from benchmarks.measured_bot import Person
from benchmarks.transfer import open_http


async def run(database: Path, standins: str, jobs: int) -> None:
    """Ask for so many videos, and wait until the provider has all of them."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_bot_under_test(f"sqlite:///{database}", standins, Path(folder)) as bot, open_http() as client:
            person = Person(bot, "crash")
            for number in range(jobs):
                await person.ask(number)
            while (await client.get(f"{standins}/counts")).json()["submitted"] < jobs:  # noqa: ASYNC110 - asks another process
                await asyncio.sleep(0.05)
            print("in flight", flush=True)
            await asyncio.Event().wait()


def main() -> None:
    """Runs until it is killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--standins", required=True)
    parser.add_argument("--jobs", type=int, required=True)
    options = parser.parse_args()
    uvloop.run(run(options.database, options.standins, options.jobs))


if __name__ == "__main__":
    main()
