"""The process dies at any moment, and nothing is lost, posted twice or paid twice: counted from outside."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.server import open_sandbox
from tests.chat_client import open_client
from tests.chat_page import until
from tests.databases import PostgresServer
from tests.scenarios.databases import Database
from tests.scenarios.processes import a_bot
from tests.scenarios.pulled import PulledPlug

PAUSES = (timedelta(seconds=0.3),) * 300
"""The sandbox calls back until somebody answers, however long the bot is away."""


@asynccontextmanager
async def a_plug(folder: Path, database: Database, clip: bytes, *, jobs: int, kills: int) -> AsyncIterator[PulledPlug]:
    seed = int(os.environ.get("SORA_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    sys.stdout.write(f"SORA_TEST_SEED={seed}\n")  # shown where the test fails
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            open_sandbox(clip=clip, delay=timedelta(seconds=0.8), callback_pauses=PAUSES)
        )
        bot = await stack.enter_async_context(
            a_bot(folder, database.url, sandbox.apixo_base_url, SORA_JOB_DEADLINE_MINUTES="10", SORA_MAX_TASKS="8")
        )
        client = await stack.enter_async_context(open_client(bot.url))
        yield PulledPlug(bot=bot, client=client, sandbox=sandbox, database=database, seed=seed, jobs=jobs, kills=kills)


async def check(plug: PulledPlug) -> None:
    """Every sum that has to come out."""
    jobs = await plug.database.rows("SELECT id, status, closing, conversation, request FROM jobs")
    posted = {id_ for id_, status, *_ in jobs if status == "posted"}

    assert Counter(prompt_of(request) for *_, request in jobs) == Counter(plug.asked.keys()), "one job for each request"
    assert await plug.statuses() == {"final"}
    assert {(id_, closing) for id_, _, closing, *_ in jobs} == {
        (id_, "settled" if id_ in posted else "released") for id_, *_ in jobs
    }, "posted videos are paid, all others refunded"
    assert {status for _, status, *_ in jobs} <= {"posted", "lost"}
    await check_posts(plug, posted, {id_: prompt_of(request) for id_, *_, request in jobs})
    await check_ledger(plug, jobs=len(jobs), posted=len(posted))
    assert max(plug.sandbox.overview()["submits"].values()) == 1, "nothing was submitted twice"
    await check_folders(plug, posted)


def prompt_of(request: str) -> str:
    """The prompt, without the words for the sandbox."""
    prompt: str = json.loads(request)["prompt"]
    return prompt.partition("#")[0].strip()


async def check_posts(plug: PulledPlug, posted: set[str], prompts: dict[str, str]) -> None:
    videos = await plug.videos()
    assert videos == Counter({(plug.asked[prompts[id_]], id_): 1 for id_ in posted}), "once, where it was asked for"
    statuses: dict[str, str] = dict(await plug.database.rows("SELECT id, status FROM jobs"))

    async def cards_are_true() -> bool:
        return await plug.cards() == statuses

    # One whose process died before it was posted is left to that process for twenty seconds.
    assert await until(cards_are_true, within=30)


async def check_ledger(plug: PulledPlug, *, jobs: int, posted: int) -> None:
    entries = await plug.database.rows("SELECT job_id, closes, entry, amount FROM quota_ledger")
    counters = await plug.database.rows("SELECT used FROM quota_counters")
    reserved = Counter(id_ for id_, closes, *_ in entries if closes == 0)
    closed = Counter(id_ for id_, closes, *_ in entries if closes == 1)
    assert len(reserved) == jobs
    assert reserved == closed, "each reservation ends once"
    assert set(reserved.values()) == {1}
    assert sum(amount for _, _, entry, amount in entries if entry == "settled") == posted
    assert sum(used for (used,) in counters) == posted, "the counter says what the ledger says"


async def check_folders(plug: PulledPlug, posted: set[str]) -> None:
    data = plug.bot.folder / "data"
    assert await plug.bot.end(signal.SIGTERM) == 0
    assert [path for path in (data / "spool").rglob("*") if path.is_file()] == []
    assert sorted(path.name for path in (data / "web-media").iterdir()) == sorted(f"{id_}.mp4" for id_ in posted)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_nothing_is_lost_or_doubled(
    engine: str, tmp_path: Path, clip: bytes, request: pytest.FixtureRequest
) -> None:
    url = await an_empty_database(engine, tmp_path, request)

    async with a_plug(tmp_path, Database(url), clip, jobs=50, kills=12) as plug:
        await plug.go()

        assert plug.met.total() > 0, "the kills met jobs"
        await check(plug)


async def an_empty_database(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder / 'bot.sqlite3'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return await server.new_database()
