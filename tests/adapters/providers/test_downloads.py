"""Downloads over real connections: what is stored, what is refused, and that a failed try leaves nothing behind."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web

from adapters.providers.account import Account
from adapters.providers.client import HttpClient, HttpLimits, open_client
from adapters.providers.downloads import DownloadLimits, HttpDownloads
from adapters.providers.guards import TrustedHosts
from bot.domain.errors import (
    BadImage,
    ForbiddenAddress,
    KeyRefused,
    ProviderTrouble,
    ProviderUnreachable,
    ResultExpired,
    ResultNotAVideo,
    ResultTooLarge,
    StorageFull,
)
from bot.domain.job_events import Output
from bot.domain.video import ProviderName
from bot.ports import PostedFile
from tests.adapters.providers.servers import (
    RawServer,
    Route,
    Script,
    closed_port,
    ok,
    raw_server,
    web_server,
)

APIXO = ProviderName("apixo")
SMALL = DownloadLimits(video_bytes=3_000_000, image_bytes=1000)
HURRIED = DownloadLimits(video_seconds=1, image_seconds=0.5)


@pytest.fixture
async def client() -> AsyncIterator[HttpClient]:
    async with open_client(TrustedHosts.parse(["127.0.0.1"])) as client:
        yield client


@pytest.fixture
def downloads(client: HttpClient) -> HttpDownloads:
    return HttpDownloads(client, {}, SMALL)


@pytest.fixture
async def hurried() -> AsyncIterator[HttpDownloads]:
    async with open_client(TrustedHosts.parse(["127.0.0.1"]), HttpLimits(read=0.3)) as client:
        yield HttpDownloads(client, {}, HURRIED)


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def giving(
    body: bytes = b"", status: int = 200, content_type: str = "video/mp4", packing: str = "", location: str = ""
) -> Route:
    headers = {"Content-Type": content_type, "Content-Encoding": packing, "Location": location}

    async def route(request: web.Request) -> web.Response:
        return web.Response(body=body, status=status, headers={k: v for k, v in headers.items() if v})

    return route


async def fetch(downloads: HttpDownloads, url: str, into: Path) -> int:
    return await downloads.fetch_video(APIXO, Output(url), into)


# --- videos


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 2_999_999, 3_000_000])
async def test_a_video_is_stored_whole(downloads: HttpDownloads, tmp_path: Path, size: int) -> None:
    body = (b"0123456789abcdef" * (size // 16 + 1))[:size]

    async with web_server(giving(body)) as server:
        stored = await fetch(downloads, server.url, tmp_path / "video.mp4")

    assert stored == size
    assert (tmp_path / "video.mp4").read_bytes() == body


@pytest.mark.parametrize("content_type", ["video/mp4", "video/webm", "application/octet-stream", "binary/octet-stream"])
async def test_types_that_may_be_a_video_are_taken(downloads: HttpDownloads, tmp_path: Path, content_type: str) -> None:
    async with web_server(giving(b"film", content_type=content_type)) as server:
        assert await fetch(downloads, server.url, tmp_path / "video.mp4") == 4


@pytest.mark.parametrize(
    ("route", "error"),
    [
        pytest.param(giving(status=401), ResultExpired, id="401"),
        pytest.param(giving(status=403), ResultExpired, id="403"),
        pytest.param(giving(status=404), ResultExpired, id="404"),
        pytest.param(giving(status=410), ResultExpired, id="410"),
        pytest.param(giving(status=429), ProviderTrouble, id="429"),
        pytest.param(giving(status=500), ProviderTrouble, id="500"),
        pytest.param(giving(status=204), ProviderTrouble, id="204"),
        pytest.param(giving(b"<html>", content_type="text/html; charset=utf-8"), ResultNotAVideo, id="html"),
        pytest.param(giving(b"oops", content_type="TEXT/plain"), ResultNotAVideo, id="text"),
        pytest.param(giving(b"{}", content_type="application/json"), ResultNotAVideo, id="json"),
        pytest.param(giving(b"{}", content_type="application/problem+json"), ResultNotAVideo, id="problem"),
        pytest.param(giving(b"<Error/>", content_type="application/xml"), ResultNotAVideo, id="xml"),
        pytest.param(giving(gzip.compress(b"x"), packing="gzip"), ResultNotAVideo, id="packed"),
        pytest.param(giving(b"x" * 3_000_001), ResultTooLarge, id="too large, and says so"),
    ],
)
async def test_anything_but_a_video_is_refused_and_leaves_no_file(
    downloads: HttpDownloads, tmp_path: Path, route: Route, error: type[Exception]
) -> None:
    async with web_server(route) as server:
        with pytest.raises(error):
            await fetch(downloads, server.url, tmp_path / "video.mp4")

    assert left_in(tmp_path) == []


async def test_a_key_that_a_result_does_not_take_is_about_the_key(client: HttpClient, tmp_path: Path) -> None:
    async with web_server(giving(status=401)) as server:
        downloads = HttpDownloads(client, {APIXO: Account(base_url=server.url)}, SMALL)
        with pytest.raises(KeyRefused):
            await downloads.fetch_video(APIXO, Output(server.url, needs_key=True), tmp_path / "video.mp4")


async def test_the_key_goes_along_only_where_the_output_says_so(client: HttpClient, tmp_path: Path) -> None:
    seen = []

    async def route(request: web.Request) -> web.Response:
        seen.append(request.headers.get("x-api-key"))
        return web.Response(body=b"film", content_type="video/mp4")

    async with web_server(route) as server:
        account = Account(base_url=server.url, key_headers={"x-api-key": "secret"})
        downloads = HttpDownloads(client, {APIXO: account}, SMALL)
        await downloads.fetch_video(APIXO, Output(server.url), tmp_path / "one")
        await downloads.fetch_video(APIXO, Output(server.url, needs_key=True), tmp_path / "two")

    assert seen == [None, "secret"]


async def test_a_video_that_is_too_large_without_saying_so_is_given_up(
    downloads: HttpDownloads, tmp_path: Path
) -> None:
    async def route(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "video/mp4"})
        await response.prepare(request)
        for _ in range(40):
            await response.write(b"x" * 100_000)
        return response

    async with web_server(route) as server:
        with pytest.raises(ResultTooLarge):
            await fetch(downloads, server.url, tmp_path / "video.mp4")

    assert left_in(tmp_path) == []


async def test_a_large_video_is_never_held_in_memory(client: HttpClient, tmp_path: Path) -> None:
    block = b"x" * 1_000_000

    async def route(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "video/mp4"})
        await response.prepare(request)
        for _ in range(60):
            await response.write(block)
        return response

    async with web_server(route) as server:
        tracemalloc.start()
        try:
            stored = await fetch(HttpDownloads(client, {}), server.url, tmp_path / "video.mp4")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert stored == 60_000_000
    assert peak < 12_000_000


def saying(*parts: bytes, then: float = 0) -> Callable[[RawServer], Script]:
    """Answer in parts and hang up after some seconds."""

    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            for part in parts:
                writer.write(part)
                await writer.drain()
            await asyncio.sleep(then)

        return follow

    return script


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(saying(HEAD), id="half a head"),
        pytest.param(saying(HEAD, b"Content-Length: 2000000\r\n\r\n", b"x" * 1_500_000), id="cut off"),
        pytest.param(saying(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nabcde\r\n"), id="no last chunk"),
    ],
)
async def test_a_download_that_breaks_off_is_trouble_and_leaves_no_file(
    downloads: HttpDownloads, tmp_path: Path, script: Callable[[RawServer], Script]
) -> None:
    async with raw_server(script) as server:
        with pytest.raises(ProviderTrouble):
            await fetch(downloads, server.url, tmp_path / "video.mp4")

    assert left_in(tmp_path) == []


def dripping(server: RawServer) -> Script:
    async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read_request(reader)
        writer.write(HEAD.replace(b"video/mp4", b"image/png") + b"Content-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    return follow


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(dripping, id="drips"),
        pytest.param(saying(HEAD, b"Content-Length: 10\r\n\r\n", b"abc", then=60), id="falls silent"),
        pytest.param(saying(then=60), id="never answers"),
    ],
)
async def test_a_download_that_takes_too_long_is_given_up(
    hurried: HttpDownloads, tmp_path: Path, script: Callable[[RawServer], Script]
) -> None:
    async with raw_server(script) as server:
        with pytest.raises(ProviderTrouble):
            await asyncio.wait_for(fetch(hurried, server.url, tmp_path / "video.mp4"), 20)

    assert left_in(tmp_path) == []


async def test_a_cancelled_download_leaves_no_file(downloads: HttpDownloads, tmp_path: Path) -> None:
    started = asyncio.Event()

    async def route(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "video/mp4"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 20_000)
            started.set()
            await asyncio.sleep(0.001)

    async with web_server(route) as server:
        task = asyncio.create_task(fetch(downloads, server.url, tmp_path / "video.mp4"))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert left_in(tmp_path) == []


async def test_a_full_disk_is_told_and_leaves_no_file(downloads: HttpDownloads, tmp_path: Path) -> None:
    (tmp_path / "video.mp4").symlink_to("/dev/full")

    async with web_server(giving(b"x" * 2_000_000)) as server:
        with pytest.raises(StorageFull):
            await fetch(downloads, server.url, tmp_path / "video.mp4")

    assert left_in(tmp_path) == []


async def test_a_closed_port_is_unreachable(downloads: HttpDownloads, tmp_path: Path) -> None:
    with pytest.raises(ProviderUnreachable):
        await fetch(downloads, f"http://127.0.0.1:{closed_port()}", tmp_path / "video.mp4")


async def test_a_private_address_is_forbidden(tmp_path: Path) -> None:
    async with web_server(giving(b"film")) as server, open_client() as client:
        with pytest.raises(ForbiddenAddress):
            await fetch(HttpDownloads(client, {}, SMALL), server.url, tmp_path / "video.mp4")

    assert server.requests == []
    assert left_in(tmp_path) == []


# --- images


@pytest.mark.parametrize("content_type", ["image/png", "image/webp", "Application/Octet-Stream", "image/jpeg; q=1"])
async def test_an_image_is_given_back(downloads: HttpDownloads, content_type: str) -> None:
    async with web_server(giving(b"pixels", content_type=content_type)) as server:
        assert await downloads.fetch_image(server.url) == b"pixels"


@pytest.mark.parametrize(
    ("route", "problem"),
    [
        pytest.param(giving(b"<html>", content_type="text/html"), "not_an_image", id="html"),
        pytest.param(giving(b"film", content_type="video/mp4"), "not_an_image", id="video"),
        pytest.param(giving(b"x" * 1001, content_type="image/png"), "too_large", id="large"),
        pytest.param(giving(status=404, content_type="image/png"), "unreachable", id="404"),
        pytest.param(giving(status=500, content_type="image/png"), "unreachable", id="500"),
        pytest.param(
            giving(gzip.compress(b"x"), content_type="image/png", packing="gzip"),
            "unsupported",
            id="packed",
        ),
        pytest.param(giving(status=302, location="ftp://example.com"), "forbidden", id="mad redirect"),
        pytest.param(giving(status=302, location="http://[::1]/"), "forbidden", id="private redirect"),
    ],
)
async def test_anything_but_an_image_is_a_bad_image(downloads: HttpDownloads, route: Route, problem: str) -> None:
    async with web_server(route) as server:
        with pytest.raises(BadImage) as caught:
            await downloads.fetch_image(server.url)

    assert caught.value.problem == problem


@pytest.mark.parametrize("script", [dripping, saying(b""), saying(HEAD, then=60)])
async def test_an_image_that_does_not_come_in_time_is_unreachable(
    hurried: HttpDownloads, script: Callable[[RawServer], Script]
) -> None:
    async with raw_server(script) as server:
        with pytest.raises(BadImage) as caught:
            await asyncio.wait_for(hurried.fetch_image(server.url), 20)

    assert caught.value.problem == "unreachable"


async def test_an_image_without_length_is_counted(downloads: HttpDownloads) -> None:
    parts = (b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", b"x" * 1001)

    async with raw_server(saying(*parts)) as server:
        with pytest.raises(BadImage) as caught:
            await downloads.fetch_image(server.url)

    assert caught.value.problem == "too_large"


async def test_an_image_on_a_private_address_is_forbidden() -> None:
    async with raw_server(saying(ok(b"pixels"))) as server, open_client() as client:
        with pytest.raises(BadImage) as caught:
            await HttpDownloads(client, {}).fetch_image(server.url)

    assert caught.value.problem == "forbidden"
    assert server.connections == 0


# --- videos that were posted before


async def test_a_posted_video_is_fetched_with_what_opens_it(downloads: HttpDownloads, tmp_path: Path) -> None:
    async def only_with_a_bearer(request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != "Bearer xoxb-1":
            return web.Response(text="<form>Sign in</form>", content_type="text/html")
        return web.Response(body=b"film", content_type="video/mp4")

    async with web_server(only_with_a_bearer) as server:
        stored = await downloads.fetch_posted(PostedFile(server.url, bearer="xoxb-1"), tmp_path / "video.mp4")
        with pytest.raises(ResultNotAVideo):
            await downloads.fetch_posted(PostedFile(server.url), tmp_path / "closed.mp4")

    assert stored == 4
    assert left_in(tmp_path) == [tmp_path / "video.mp4"]


async def test_a_picture_that_is_closed_to_us_is_no_picture(downloads: HttpDownloads) -> None:
    async with web_server(giving(b"<form>Sign in</form>", content_type="text/html")) as server:
        with pytest.raises(BadImage) as caught:
            await downloads.fetch_image(server.url, bearer="xoxb-1")

    assert caught.value.problem == "not_an_image"
