"""Rendering in worker processes: once for all who ask, bounded, and gone at the end. And image-to-video."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import av
import pytest
from aiohttp import web
from PIL import Image

from adapters.sandbox.film import Film
from adapters.sandbox.server import open_sandbox
from adapters.sandbox.studio import Studio, open_studio
from bot.domain.video import Size
from tests.adapters.sandbox.customer import Customer, until
from tests.serving import serving

KEY = {"Authorization": "Bearer sandbox"}
SMALL = Size(160, 90)
KITE = Film(prompt="a red kite", seconds=1, size=SMALL)
LONG = Film(prompt="a kite that flies and flies", seconds=30, size=Size(1280, 720))


async def test_equal_films_are_rendered_once_and_gone_at_the_end() -> None:
    async with open_studio(None) as studio:
        paths = await asyncio.gather(*(studio.video(KITE) for _ in range(5)))
        again = await studio.video(Film(prompt="a red kite", seconds=1, size=SMALL))

        assert len({*paths, again}) == studio.rendered == 1
        assert paths[0].stat().st_size > 5_000

    assert not paths[0].parent.exists()


async def test_a_given_clip_is_served_for_every_film() -> None:
    async with open_studio(b"clip") as studio:
        assert (await studio.video(KITE)).read_bytes() == (await studio.video(LONG)).read_bytes() == b"clip"


async def test_the_oldest_files_make_room_and_are_rendered_again_when_asked_for(tmp_path: Path) -> None:
    studio = Studio(tmp_path, None, keep_bytes=1)
    first = await studio.video(KITE)
    second = await studio.video(Film(prompt="a blue kite", seconds=1, size=SMALL))

    gone = first.exists()
    again = await studio.video(KITE)
    await studio.close()

    assert not gone
    assert (again, again.exists(), second.exists()) == (first, True, False)


async def test_workers_that_are_killed_are_replaced() -> None:
    async with open_studio(None) as studio:
        # Both of them: while one is still to be begun, a request for it can cross the pool's own clearing up.
        await asyncio.gather(studio.video(KITE), studio.video(Film(prompt="a blue kite", seconds=1, size=SMALL)))
        assert len(studio.worker_pids()) == 2
        for pid in studio.worker_pids():
            os.kill(pid, signal.SIGKILL)

        path = await studio.video(Film(prompt="a green kite", seconds=1, size=SMALL))

        assert path.exists()


async def test_closing_does_not_wait_for_a_long_film() -> None:
    async with open_studio(None) as studio:
        waiting = asyncio.create_task(studio.video(LONG))
        await until(lambda: any(path.stat().st_size for path in studio.unfinished()))
        began = time.monotonic()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert time.monotonic() - began < 10


async def test_an_image_becomes_a_film_of_the_size_asked_for() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), (30, 120, 200)).save(picture, "JPEG")

    data = await _image_to_video(web.Response(body=picture.getvalue(), content_type="image/jpeg"))

    assert data["state"] == "success"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (404, b"", "IMAGE_DOWNLOAD_FAILED"),
        (200, b"GIF89a", "UNSUPPORTED_FORMAT"),
        (200, b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "IMAGE_TOO_LARGE"),
    ],
)
async def test_an_image_that_cannot_be_used_fails_the_task(status: int, body: bytes, code: str) -> None:
    data = await _image_to_video(web.Response(status=status, body=body))

    assert (data["state"], data["failCode"]) == ("failed", code)


async def _image_to_video(answer: web.Response) -> dict[str, object]:
    async def picture(_: web.Request) -> web.Response:
        return answer

    app = web.Application()
    app.router.add_get("/picture", picture)
    async with (
        serving(app) as url,
        open_sandbox(delay=timedelta(0)) as sandbox,
        aiohttp.ClientSession(headers=KEY) as http,
    ):
        customer = Customer(http, sandbox)
        fields: dict[str, Any] = {"mode": "image-to-video", "image_urls": [f"{url}/picture"]}
        return await customer.finished(await customer.order("it begins to move", **fields))


async def test_a_task_ends_in_a_playable_film() -> None:
    async with open_sandbox(delay=timedelta(0)) as sandbox, aiohttp.ClientSession(headers=KEY) as http:
        customer = Customer(http, sandbox)
        url = await customer.result(await customer.order("a red kite #twice"))
        async with http.get(url) as answer:
            data = await answer.read()

    with av.open(io.BytesIO(data), "r") as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (1280, 720)
        assert film.duration == 4 * av.time_base
