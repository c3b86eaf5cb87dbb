"""Worker processes that fail."""

from __future__ import annotations

from adapters.media.workers import Bounds, Workers

BOUNDS = Bounds(memory=2**30, cpu_seconds=10)


async def test_a_worker_that_breaks_gives_an_answer_all_the_same() -> None:
    answer = await Workers().run({"task": "nothing we know"}, seconds=10, bounds=BOUNDS)

    assert answer.error == "crashed"


async def test_a_worker_that_never_reads_what_it_gets_is_ended() -> None:
    answer = await Workers().run({"task": "image"}, bytes(5_000_000), seconds=0.001, bounds=BOUNDS)

    assert answer.error == "timeout"


async def test_a_broken_worker_frees_its_place() -> None:
    workers = Workers(at_once=1)

    answers = [await workers.run({"task": "nothing we know"}, seconds=10, bounds=BOUNDS) for _ in range(3)]

    assert [answer.error for answer in answers] == ["crashed"] * 3
