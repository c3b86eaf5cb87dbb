"""What people and providers get from a signed address, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.http.addresses import Addresses
from adapters.http.links import add_link_routes
from adapters.http.signing import LinkKind, Signer
from bot import texts

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SIGNER = Signer(b"a secret of thirty-two bytes long")
ADDRESSES = Addresses("", SIGNER)
TOMORROW = NOW + timedelta(days=1)
FILM = bytes(range(256)) * 40
JPEG = b"\xff\xd8\xff picture"


class StandingClock:
    def now(self) -> datetime:
        return NOW


class OneImage:
    """A store that holds the image `img-1` and nothing else."""

    async def get(self, image_id: str) -> bytes | None:
        return JPEG if image_id == "img-1" else None

    async def read(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        return await work(SimpleNamespace(images=self))

    async def write(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        raise NotImplementedError


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "kite-1").write_bytes(FILM)
    (tmp_path / "secret").write_bytes(b"not for the world")
    app = web.Application()
    add_link_routes(app, signer=SIGNER, store=OneImage(), links_folder=tmp_path / "links", clock=StandingClock())
    async with TestClient(TestServer(app)) as client:
        yield client


Browser = TestClient[web.Request, web.Application]


async def test_a_published_video_is_served_with_its_guards(browser: Browser) -> None:
    async with browser.get(ADDRESSES.file("kite-1", "red-kite.mp4", TOMORROW)) as answer:
        assert answer.status == 200
        assert await answer.read() == FILM
        assert answer.content_type == "video/mp4"
        assert answer.headers["Content-Disposition"] == 'inline; filename="red-kite.mp4"'
        assert answer.headers["Cache-Control"] == "private"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_a_player_may_ask_for_a_part(browser: Browser) -> None:
    address = ADDRESSES.file("kite-1", "red-kite.mp4", TOMORROW)

    async with browser.get(address, headers={"Range": "bytes=100-199"}) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
        assert await answer.read() == FILM[100:200]


async def test_a_part_beyond_the_end_is_refused(browser: Browser) -> None:
    address = ADDRESSES.file("kite-1", "red-kite.mp4", TOMORROW)

    async with browser.get(address, headers={"Range": "bytes=99999999-"}) as answer:
        assert answer.status == 416


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(ADDRESSES.file("kite-1", "kite.mp4", NOW), id="ended"),
        pytest.param(ADDRESSES.file("kite-2", "kite.mp4", TOMORROW), id="no such file"),
        pytest.param(ADDRESSES.image("kite-1", TOMORROW).replace("images", "files") + "/kite.mp4", id="an image's"),
        pytest.param("/files/kite-1.9999999999.made-up/kite.mp4", id="made up"),
        pytest.param("/files/%2e%2e%2fsecret/kite.mp4", id="a way out"),
        pytest.param("/files/%ff%00/kite.mp4", id="no text"),
        pytest.param(ADDRESSES.image("img-1", NOW), id="image, ended"),
        pytest.param(ADDRESSES.image("img-2", TOMORROW), id="no such image"),
        pytest.param("/images/img-1.9999999999.made-up", id="image, made up"),
    ],
)
async def test_what_no_link_leads_to_is_not_found(browser: Browser, path: str) -> None:
    async with browser.get(path) as answer:
        assert answer.status == 404
        assert answer.content_type == "text/plain"
        assert await answer.text() == texts.link_expired()


@pytest.mark.parametrize(
    "filename", ['a"b.mp4', "a%0d%0aSet-Cookie:x.mp4", "%2e%2e%2fpasswd", "page.html", "%F0%9F%AA%81"]
)
async def test_the_file_name_in_the_address_cannot_do_harm(browser: Browser, filename: str) -> None:
    token = SIGNER.sign_link(LinkKind.FILE, "kite-1", TOMORROW)

    async with browser.get(f"/files/{token}/{filename}") as answer:
        assert answer.status == 200
        assert answer.content_type == "video/mp4"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Content-Disposition"].count('"') == 2
        assert answer.headers["Content-Disposition"].endswith('.mp4"')


async def test_a_provider_gets_a_reference_image(browser: Browser) -> None:
    async with browser.get(ADDRESSES.image("img-1", TOMORROW)) as answer:
        assert answer.status == 200
        assert answer.content_type == "image/jpeg"
        assert await answer.read() == JPEG
