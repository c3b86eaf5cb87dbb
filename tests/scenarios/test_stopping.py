"""Starting and stopping: what the program says, what it returns, and what it leaves for the next start."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.http.listener import bind
from adapters.providers.client import open_client as open_http_client
from adapters.providers.http_provider import HttpProvider
from adapters.providers.registry import make_account, make_spec
from adapters.sandbox.server import Sandbox, open_sandbox
from adapters.storage.backend import open_store
from bot import texts
from bot.domain.job import JobId
from bot.ports import Done, Order
from tests.builders import APIXO, a_request, an_offer
from tests.chat_client import PageClient, open_client
from tests.chat_page import until
from tests.films import make_film
from tests.scenarios.databases import Database
from tests.scenarios.processes import PASSWORD, PROGRAM, BotProcess, a_bot, environment, free_port, run_to_end

pytestmark = [pytest.mark.slow]
PAUSES = (timedelta(seconds=0.3),) * 100
SLOW = ("#slow-result=60*1", "#hang*1 #slow=8")
"""A download that takes longer than a stop may, and a submit that is never answered; its task calls back later."""


@pytest.fixture(scope="module")
def large_clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """More than goes over the wire in one piece, so that it can go slowly."""
    return make_film(tmp_path_factory.mktemp("clip") / "large.mp4", noise=True).read_bytes()


@pytest.fixture
async def sandbox(large_clip: bytes) -> AsyncIterator[Sandbox]:
    async with open_sandbox(clip=large_clip, delay=timedelta(seconds=1), callback_pauses=PAUSES) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")


@pytest.fixture
async def bot(tmp_path: Path, database: Database, sandbox: Sandbox) -> AsyncIterator[BotProcess]:
    async with a_bot(tmp_path, database.url, sandbox.apixo_base_url) as process:
        yield process


@pytest.fixture
async def client(bot: BotProcess) -> AsyncIterator[PageClient]:
    async with open_client(bot.url) as opened:
        yield opened


async def ask(client: PageClient, *prompts: str) -> None:
    if not client.http.cookie_jar.filter_cookies(client.url):  # type: ignore[arg-type]
        await client.sign_in(PASSWORD)
    for number, prompt in enumerate(prompts):
        answer = await client.say(f"/sora {prompt}", client_id=f"client-{number:04}")
        assert answer.status == 200, answer


async def statuses(database: Database) -> list[str]:
    return sorted(status for (status,) in await database.rows("SELECT status FROM jobs"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_told_stop_ends_in_ten_seconds_and_the_next_start_finishes_the_rest(
    how: signal.Signals, bot: BotProcess, client: PageClient, sandbox: Sandbox, database: Database
) -> None:
    await bot.start()
    await ask(client, *(f"kite {n} {trouble}" for n in range(3) for trouble in ("", *SLOW)))

    async def at_every_step() -> bool:
        return await statuses(database) == ["fetching"] * 3 + ["posted"] * 3 + ["submitting"] * 3

    await until(at_every_step, within=20)
    assert await bot.end(how, within=10) == 0
    assert await database.rows("SELECT lease_owner FROM jobs WHERE lease_until IS NOT NULL") == []
    await bot.start()

    async def all_posted() -> bool:
        return await statuses(database) == ["posted"] * 9

    await until(all_posted, within=30)
    assert max(sandbox.overview()["submits"].values()) == 1
    assert "Traceback" not in bot.log.read_text()


async def test_an_idle_bot_stops_at_once(bot: BotProcess) -> None:
    await bot.start()

    began = asyncio.get_running_loop().time()
    assert await bot.end(signal.SIGTERM) == 0

    assert asyncio.get_running_loop().time() - began < 5
    assert "Traceback" not in bot.log.read_text()


async def test_a_second_bot_on_one_file_is_refused_and_told_of_postgresql(
    bot: BotProcess, database: Database, tmp_path: Path
) -> None:
    await bot.start()

    ended = await run_to_end(
        "run", folder=tmp_path, settings={**bot.settings, "SORA_LISTEN": f"127.0.0.1:{free_port()}"}
    )

    assert ended.code == 2
    assert texts.already_running(database.url.removeprefix("sqlite:///")) in ended.said
    assert "PostgreSQL" in ended.said


async def test_a_tool_opens_the_file_beside_the_running_bot(
    bot: BotProcess, client: PageClient, database: Database
) -> None:
    await bot.start()
    await ask(client, "a red kite")

    async with open_store(database.url, exclusive=False) as beside:
        assert sum(await beside.store.read(lambda tx: tx.views.totals())) <= 1
        await beside.chat_log.add_conversation("tools", "tools", datetime.now(UTC))

    rooms = (await client.get("/api/bootstrap")).body["conversations"]
    assert "tools" in {room["id"] for room in rooms}


async def test_a_taken_port_is_a_sentence_and_exit_code_two(tmp_path: Path, bot: BotProcess) -> None:
    taken = bind("127.0.0.1", bot.port)

    with taken:
        ended = await run_to_end("run", folder=tmp_path, settings=bot.settings)

    assert ended.code == 2
    assert ended.said.strip() == texts.port_in_use("127.0.0.1", bot.port)


async def test_all_that_is_wrong_with_the_settings_is_said_at_once(tmp_path: Path) -> None:
    wrong = {"SORA_LISTEN": "nowhere", "SORA_DAILY_VIDEOS": "many", "SORA_DAYLY_VIDEOS": "3", "SORA_WEB": "perhaps"}

    ended = await run_to_end("run", folder=tmp_path, settings=wrong)

    assert ended.code == 2
    lines = ended.said.strip().splitlines()
    assert {line.partition(":")[0] for line in lines} == {*wrong, "SORA_APIXO_API_KEY"}
    assert "did you mean SORA_DAILY_VIDEOS?" in ended.said


async def test_a_database_that_does_not_answer_is_a_sentence_without_its_password(
    tmp_path: Path, bot: BotProcess
) -> None:
    port = free_port()
    address = f"postgresql://ann:not-for-logs@127.0.0.1:{port}/bot"

    ended = await run_to_end("run", folder=tmp_path, settings={**bot.settings, "SORA_DATABASE_URL": address})

    assert ended.code == 2
    assert texts.database_unreachable(f"127.0.0.1:{port}") in ended.said
    assert "not-for-logs" not in ended.said


async def test_health_tells_a_running_bot_from_none(bot: BotProcess, tmp_path: Path) -> None:
    before = await run_to_end("health", folder=tmp_path, settings=bot.settings)
    await bot.start()

    after = await run_to_end("health", folder=tmp_path, settings=bot.settings)

    assert (before.code, after.code) == (1, 0)
    assert before.said.strip() == texts.not_well(f"{bot.url}/healthz")
    assert '"ok"' in after.said


async def test_the_demo_takes_the_next_port_when_its_own_is_taken(tmp_path: Path) -> None:
    port = free_port()
    with bind("127.0.0.1", port):
        demo = await started(tmp_path, "demo", "--port", str(port), "--data", str(tmp_path / "demo"))
        try:
            url = await said(demo, r"The chat page is at (http://127\.0\.0\.1:\d+)")
            assert url != f"http://127.0.0.1:{port}"
            async with aiohttp.ClientSession() as http, http.get(url) as answer:
                assert answer.status == 200
        finally:
            demo.terminate()
            await asyncio.wait_for(demo.communicate(), 15)
    assert demo.returncode == 0


async def test_the_sandbox_alone_serves_a_client_of_apixo(tmp_path: Path) -> None:
    process = await started(tmp_path, "sandbox", "--port", "0", "--key", "mine", "--delay", "0.1")
    try:
        base = await said(process, r"APIXO's base is (http://127\.0\.0\.1:\d+/apixo/api/v1)")
        async with open_http_client() as http:
            spec = make_spec(APIXO)
            provider = HttpProvider(spec, http, make_account(spec, "mine", base))
            order = Order(job_id=JobId("kite1234"), request=a_request(seconds=4), offer=an_offer(), callback_url=None)
            task_id = await provider.submit(order)

            async def done() -> Any:
                update = await provider.status(task_id, order)
                return update if isinstance(update, Done) else None

            update = await until(done, within=40)
        async with aiohttp.ClientSession() as session, session.get(update.outputs[0].url) as film:
            assert (await film.read())[4:8] == b"ftyp"
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0


async def test_a_second_sandbox_in_one_folder_is_refused(tmp_path: Path) -> None:
    arguments = ("sandbox", "--port", "0", "--keep", str(tmp_path / "kept"))
    process = await started(tmp_path, *arguments)
    try:
        await said(process, r"The sandbox is at (\S+);")
        ended = await run_to_end(*arguments, folder=tmp_path, settings={})
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), 15)

    assert ended.code == 2
    assert "another sandbox keeps its tasks there" in ended.said


async def started(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """The program with its words in a pipe."""
    assert sys.platform != "win32"
    return await asyncio.create_subprocess_exec(
        PROGRAM, *arguments, cwd=folder, env=environment({}), stdout=asyncio.subprocess.PIPE
    )


async def said(process: asyncio.subprocess.Process, pattern: str) -> str:
    """What the first group of `pattern` stands for in the words of the process, as soon as it says them."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while line := await process.stdout.readline():
            if match := re.search(pattern, line.decode()):
                return match[1]
    raise AssertionError("it ended without saying so")
