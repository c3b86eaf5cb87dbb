"""A sandbox that keeps its tasks: whatever the end of one run leaves open, the next run goes on with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from adapters.http.listener import bind
from adapters.sandbox.server import open_sandbox
from adapters.sandbox.shelf import KEPT_FOR
from adapters.storage.errors import AlreadyRunning
from tests.adapters.sandbox.customer import Customer, Doorbell, open_doorbell, result_of, until
from tests.serving import serving

FOREVER = timedelta(hours=1)
SOON = timedelta(milliseconds=20)
PICTURE = b"\xff\xd8\xff picture"


@asynccontextmanager
async def a_run(
    folder: Path, *, delay: timedelta = SOON, pause: timedelta = SOON, clip: bytes | None = b"film", **options: Any
) -> AsyncIterator[Customer]:
    """A sandbox that keeps its tasks in the folder, and a customer of it."""
    async with (
        open_sandbox(keep=folder, delay=delay, clip=clip, callback_pauses=(pause,) * 3, **options) as sandbox,
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {sandbox.key}"}) as http,
    ):
        yield Customer(http, sandbox)


def files(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in (folder / "tasks").iterdir()}


async def settled(customer: Customer, task_id: str) -> None:
    """Wait until nothing more will happen to the task."""
    await until(customer.sandbox.workshop.book.tasks[task_id].settled.is_set)


def set_back(folder: Path, task_id: str, span: timedelta) -> None:
    """As if the task had been made that much earlier."""
    path = files(folder)[f"{task_id}.json"]
    document = json.loads(path.read_bytes())
    document["created_ms"] -= int(span.total_seconds() * 1000)
    path.write_text(json.dumps(document))


async def test_what_was_under_way_goes_on_and_calls_back_once(tmp_path: Path, doorbell: Doorbell) -> None:
    async with a_run(tmp_path, delay=FOREVER) as customer:
        task_id = await customer.order("a red kite", doorbell.url)
        await customer.status(task_id)

    async with a_run(tmp_path) as customer:
        data = await customer.finished(task_id)
        await settled(customer, task_id)
        seen = customer.sandbox.overview()
        async with customer.http.get(result_of(data)) as film:
            assert await film.read() == b"film"
    async with a_run(tmp_path) as customer:
        assert (await customer.status(task_id))["state"] == "success"

    assert [body["data"]["taskId"] for body in doorbell.bodies()] == [task_id]
    assert seen["submits"] == {doorbell.url: 1}


async def test_the_time_that_a_task_takes_goes_on_meanwhile(tmp_path: Path) -> None:
    async with a_run(tmp_path, delay=FOREVER) as customer:
        soon, later = await customer.order("a red kite"), await customer.order("a blue kite")
    set_back(tmp_path, soon, FOREVER)

    async with a_run(tmp_path, delay=FOREVER) as customer:
        assert (await customer.finished(soon))["state"] == "success"
        assert (await customer.status(later))["state"] in ("pending", "processing")


async def test_whoever_asks_for_a_task_that_is_long_due_gets_its_end_at_once(tmp_path: Path) -> None:
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def picture(_: web.Request) -> web.Response:
        asked.set()
        await may_answer.wait()
        return web.Response(body=PICTURE)

    app = web.Application()
    app.router.add_get("/picture", picture)
    async with serving(app) as url:
        async with a_run(tmp_path, delay=FOREVER) as customer:
            task_id = await customer.order("it moves", mode="image-to-video", image_urls=[f"{url}/picture"])
        set_back(tmp_path, task_id, FOREVER)
        asked.clear()

        async with a_run(tmp_path) as customer, asyncio.TaskGroup() as group:
            answer = group.create_task(customer.status(task_id))
            await asked.wait()
            await until(lambda: customer.sandbox.overview()["tasks"][0]["status_calls"] > 0)
            may_answer.set()
            assert (await answer)["state"] == "success"


async def test_a_picture_is_fetched_once(tmp_path: Path) -> None:
    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=PICTURE)

    app = web.Application()
    app.router.add_get("/picture", picture)
    async with serving(app) as url, a_run(tmp_path, delay=FOREVER) as customer:
        task_id = await customer.order("it moves", mode="image-to-video", image_urls=[f"{url}/picture"])
        path = files(tmp_path)[f"{task_id}.json"]
        await until(lambda: json.loads(path.read_bytes())["image"] is not None)

    async with a_run(tmp_path) as customer:
        assert (await customer.finished(task_id))["state"] == "success"


async def test_a_callback_that_nobody_took_is_sent_again_and_one_that_was_taken_is_not(
    tmp_path: Path, doorbell: Doorbell
) -> None:
    doorbell.statuses = [200, 500]
    async with a_run(tmp_path, pause=FOREVER) as customer:
        taken = await customer.order("a red kite", doorbell.url)
        await settled(customer, taken)
        owed = await customer.order("a blue kite", doorbell.url)
        await doorbell.wait_for(2)

    doorbell.statuses = [500, 500]
    async with a_run(tmp_path) as customer:
        await settled(customer, owed)

    assert [body["data"]["taskId"] for body in doorbell.bodies()] == [taken, *[owed] * 4]
    assert json.loads(files(tmp_path)[f"{owed}.json"].read_bytes())["is_settled"]


async def test_a_customer_who_moved_is_called_back_where_he_is_now(tmp_path: Path, doorbell: Doorbell) -> None:
    async with a_run(tmp_path, delay=FOREVER) as customer:
        await customer.order("a red kite", doorbell.url)

    async with open_doorbell() as new_one:
        root = new_one.url.removesuffix("/callbacks/job-1?secret=abc1")
        async with a_run(tmp_path, customer_url=root):
            await new_one.wait_for(1)

        assert new_one.rung[0][0] == "/callbacks/job-1?secret=abc1"
    assert doorbell.rung == []


async def test_the_sandbox_comes_back_at_its_port_where_that_is_free(tmp_path: Path) -> None:
    async with a_run(tmp_path) as customer:
        url, result = customer.sandbox.url, await customer.result(await customer.order("a red kite"))

    async with a_run(tmp_path) as customer:
        assert customer.sandbox.url == url
        async with customer.http.get(result) as film:
            assert film.status == 200


async def test_results_move_along_to_another_port(tmp_path: Path) -> None:
    async with a_run(tmp_path) as customer:
        url, task_id = customer.sandbox.url, await customer.order("a red kite")
        await customer.finished(task_id)

    with bind("127.0.0.1", int(url.rpartition(":")[2])):
        async with a_run(tmp_path) as customer:
            result = await customer.result(task_id)
            async with customer.http.get(result) as film:
                assert film.status == 200

    assert customer.sandbox.url != url
    assert result.startswith(customer.sandbox.url)


async def test_the_words_in_a_prompt_go_on_to_strike(tmp_path: Path, doorbell: Doorbell) -> None:
    async with a_run(tmp_path, delay=FOREVER) as customer:
        failing = await customer.order("a red kite #fail=PROCESSING_TIMEOUT #twice", doorbell.url)
        private = await customer.order("a blue kite #private-result #lost-callback", doorbell.url)

    async with a_run(tmp_path) as customer:
        assert (await customer.finished(failing))["failCode"] == "PROCESSING_TIMEOUT"
        await settled(customer, failing)
        await settled(customer, private)
    async with a_run(tmp_path) as customer:
        assert (await customer.result(private)).startswith("http://169.254.169.254/")

    assert [body["data"]["failCode"] for body in doorbell.bodies()] == ["PROCESSING_TIMEOUT"] * 2


async def test_films_are_not_rendered_again_and_parts_of_them_are_deleted(tmp_path: Path) -> None:
    async with a_run(tmp_path, clip=None) as customer:
        task_id = await customer.order("a red kite")
        await customer.finished(task_id)
    part = tmp_path / "films" / "0123.7.part.mp4"
    part.write_bytes(b"half a fi")

    async with a_run(tmp_path, clip=None) as customer:
        async with customer.http.get(await customer.result(task_id)) as film:
            assert (await film.read())[4:8] == b"ftyp"
        pids = customer.sandbox.workshop._studio.worker_pids()

    assert pids == []
    assert not part.exists()


async def test_files_that_are_no_tasks_are_told_in_the_log_and_left_alone(tmp_path: Path) -> None:
    async with a_run(tmp_path) as customer:
        task_id = await customer.order("a red kite")
        await customer.finished(task_id)
    folder, whole = tmp_path / "tasks", files(tmp_path)[f"{task_id}.json"].read_bytes()
    odd = {
        "half.json": whole[: len(whole) // 2],
        "newer.json": whole.replace(b'"version": 1', b'"version": 2'),
        "copy.json": whole,
        "foreign.json": b'{"name": "somebody"}',
    }
    for name, content in odd.items():
        (folder / name).write_bytes(content)
    (folder / f"{task_id}.part").write_bytes(whole[:20])

    with capture_logs() as logs:
        async with a_run(tmp_path) as customer:
            assert (await customer.status(task_id))["state"] == "success"

    assert {line["file"] for line in logs if line["event"] == "sandbox.task_file_skipped"} == set(odd)
    assert set(files(tmp_path)) == {*odd, f"{task_id}.json"}


async def test_a_task_that_cannot_be_written_down_goes_on_all_the_same(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with a_run(tmp_path) as customer:
            (tmp_path / "tasks").rmdir()
            assert (await customer.finished(await customer.order("a red kite")))["state"] == "success"

    assert {line["event"] for line in logs} == {"sandbox.not_kept"}


async def test_forgotten_tasks_leave_no_files(tmp_path: Path) -> None:
    async with a_run(tmp_path, keep_tasks=2) as customer:
        ids = [await customer.order(f"kite {number}") for number in range(4)]
        for task_id in ids:
            await settled(customer, task_id)
        newest = await customer.order("another kite")
        kept = set(files(tmp_path))
        await customer.finished(newest)
        old = set(customer.sandbox.workshop.book.tasks) - {newest}
    set_back(tmp_path, newest, KEPT_FOR)

    async with a_run(tmp_path) as customer:
        tasks = set(customer.sandbox.workshop.book.tasks)
        again = await customer.order("one more")
        customer.sandbox.reset()

    assert len(kept) == 2
    assert tasks == old
    assert again not in files(tmp_path)
    assert files(tmp_path) == {}


async def test_a_reset_stops_tasks_for_good(tmp_path: Path) -> None:
    async with a_run(tmp_path, delay=FOREVER) as customer:
        await customer.order("a red kite")
        customer.sandbox.reset()

    assert files(tmp_path) == {}


async def test_one_folder_is_for_one_sandbox(tmp_path: Path) -> None:
    async with a_run(tmp_path):
        with pytest.raises(AlreadyRunning):
            async with a_run(tmp_path):
                pass
