"""Somebody closes the terminal in the middle of the demo, and starts it again: then, or on another day."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.chat_client import open_client
from tests.chat_page import until
from tests.scenarios.databases import Database
from tests.scenarios.processes import BotProcess, free_port

pytestmark = [pytest.mark.slow]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[BotProcess]:
    port = free_port()
    process = BotProcess(
        folder=tmp_path, settings={}, port=port, arguments=("demo", "--port", str(port), "--data", ".")
    )
    try:
        yield process
    finally:
        if process.process is not None:
            await process.kill()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'sora-bot.sqlite3'}")


async def statuses(database: Database) -> list[str]:
    return [status for (status,) in await database.rows("SELECT status FROM jobs ORDER BY created_at")]


async def rest(folder: Path, database: Database, span: timedelta) -> None:
    """As if the machine had been off for a while."""
    await database.stand_still(span)
    for path in (folder / "sandbox" / "tasks").glob("*.json"):
        task = json.loads(path.read_bytes())
        task["created_ms"] -= int(span.total_seconds() * 1000)
        path.write_text(json.dumps(task))


@pytest.mark.parametrize("away", [timedelta(0), timedelta(hours=9)], ids=["at once", "on another day"])
async def test_videos_in_the_making_are_posted_once_after_a_kill(
    away: timedelta, demo: BotProcess, database: Database, tmp_path: Path
) -> None:
    films = tmp_path / "sandbox" / "films"

    async def one_is_fetched() -> bool:
        return await statuses(database) == ["fetching"]

    async def another_is_rendered() -> bool:
        return any(path.stat().st_size for path in films.glob("*.part.mp4"))

    async def both_are_over() -> bool:
        return set(await statuses(database)) == {"posted"}

    await demo.start()
    async with open_client(demo.url) as client:
        await client.get("/")
        await client.say("/sora a red kite 4s #slow=0.5 #slow-result=3", client_id="client-id-1")
        await until(one_is_fetched, within=40)
        await client.say("/sora a lighthouse 8s #slow=0.5", client_id="client-id-2")
        await until(another_is_rendered, within=40)
        await demo.kill()
        await rest(tmp_path, database, away)
        await demo.start()
        await until(both_are_over, within=40)
        messages = await client.messages()

    jobs = {id_ for (id_,) in await database.rows("SELECT id FROM jobs")}
    assert sorted(m["body"]["job_id"] for m in messages if m["kind"] == "video") == sorted(jobs)
    assert set(await database.rows("SELECT closing FROM jobs")) == {("settled",)}
    assert len(list((tmp_path / "sandbox" / "tasks").glob("*.json"))) == len(jobs) == 2
    assert "Traceback" not in demo.log.read_text()
