"""Hours of trouble: the plug is pulled and the laws are tried, over and over, for SOAK_MINUTES."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from pathlib import Path
from typing import ClassVar, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.databases import PostgresServer
from tests.scenarios.databases import Database
from tests.scenarios.test_laws import Laws, LawsOnPostgres
from tests.scenarios.test_pull_the_plug import a_plug, an_empty_database, check

MINUTES: Final = float(os.environ.get("SOAK_MINUTES", "0"))
PARTS: Final = 4
"""The tests of this file, which share the time."""

LONG: Final = settings(
    max_examples=50, stateful_step_count=80, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(0),
    pytest.mark.skipif(not MINUTES, reason="SOAK_MINUTES says how long; `make soak` sets it"),
]


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_the_plug_is_pulled_for_a_long_time(
    engine: str, tmp_path: Path, clip: bytes, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    until, rounds, met = time.monotonic() + MINUTES * 60 / PARTS, 0, Counter[str]()
    while rounds == 0 or time.monotonic() < until:
        folder = tmp_path / str(rounds)
        folder.mkdir()
        url = await an_empty_database(engine, folder, request)
        async with a_plug(folder, Database(url), clip, jobs=100, kills=25) as plug:
            await plug.go()
            await check(plug)
        rounds, met = rounds + 1, met + plug.met
    with capsys.disabled():
        print(f"\n{engine}: {25 * rounds} kills among {100 * rounds} jobs, which met {dict(met.most_common())}")  # noqa: T201


@pytest.mark.parametrize("laws", [Laws, LawsOnPostgres])
def test_the_laws_hold_for_a_long_time(
    laws: type[Laws], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    class Counted(laws):  # type: ignore[misc, valid-type]
        """The laws, and how often they were looked at."""

        steps: ClassVar[int] = 0

        @invariant()
        def one_more_step(self) -> None:
            Counted.steps += 1

    if laws is LawsOnPostgres:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        LawsOnPostgres.url = asyncio.run(server.new_database())
    until, histories = time.monotonic() + MINUTES * 60 / PARTS, 0
    while histories == 0 or time.monotonic() < until:
        run_state_machine_as_test(Counted, settings=LONG)
        histories += LONG.max_examples
    with capsys.disabled():
        print(f"\n{laws.__name__}: {Counted.steps} steps in {histories} histories")  # noqa: T201
