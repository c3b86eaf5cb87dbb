"""API calls over real connections: what is sent, what comes back, and what is known when something breaks."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web

from adapters.providers.account import Account
from adapters.providers.client import HttpClient, HttpLimits, open_client
from adapters.providers.spec import HttpCall
from bot.domain.errors import ProviderTrouble, ProviderUnreachable
from tests.adapters.providers.servers import Names, RawServer, Script, closed_port, ok, raw_server, web_server

SUBMIT = HttpCall(method="POST", path="/generateTask/sora-2", json={"prompt": "a kite"})
PATIENT = HttpLimits(answer_bytes=10_000)
HURRIED = HttpLimits(connect=0.3, read=0.3, total=0.6)


def at(url: str) -> Account:
    return Account(base_url=url, key_headers={"Authorization": "Bearer secret"})


@pytest.fixture
async def client() -> AsyncIterator[HttpClient]:
    async with open_client(limits=PATIENT, resolver=Names()) as client:
        yield client


@pytest.fixture
async def hurried() -> AsyncIterator[HttpClient]:
    async with open_client(limits=HURRIED) as client:
        yield client


def answering(answer: bytes) -> Callable[[RawServer], Script]:
    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            writer.write(answer)
            await writer.drain()

        return follow

    return script


def self_signed(folder: Path) -> ssl.SSLContext:
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost"
    subprocess.run([*make.split(), "-keyout", folder / "key", "-out", folder / "cert"], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


# --- what is sent, and what comes back


async def test_a_call_carries_the_key_and_the_json_and_gives_the_whole_answer_back(client: HttpClient) -> None:
    seen: dict[str, object] = {}

    async def route(request: web.Request) -> web.Response:
        seen.update(key=request.headers["Authorization"], body=await request.json(), path=request.path_qs)
        return web.json_response({"code": 200}, status=201, headers={"X-Thing": "one"})

    async with web_server(route) as server:
        answer = await client.call(at(server.url), SUBMIT)

    assert seen == {"key": "Bearer secret", "body": {"prompt": "a kite"}, "path": "/generateTask/sora-2"}
    assert (answer.status, answer.headers["x-thing"], answer.body) == (201, "one", b'{"code": 200}')


async def test_a_redirect_is_an_answer_and_is_not_followed(client: HttpClient) -> None:
    async def route(request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async with web_server(route) as server:
        answer = await client.call(at(server.url), SUBMIT)

    assert answer.status == 307
    assert len(server.requests) == 1


async def test_cookies_are_not_kept(client: HttpClient) -> None:
    async def route(request: web.Request) -> web.Response:
        return web.Response(text=str("Cookie" in request.headers), headers={"Set-Cookie": "a=b; Path=/"})

    async with web_server(route) as server:
        await client.call(at(server.url), SUBMIT)
        answer = await client.call(at(server.url), SUBMIT)

    assert answer.body == b"False"


async def test_a_packed_answer_is_unpacked(client: HttpClient) -> None:
    packed = gzip.compress(b'{"code": 200}')

    async with raw_server(answering(ok(packed, "Content-Encoding: gzip"))) as server:
        answer = await client.call(at(server.url), SUBMIT)

    assert answer.body == b'{"code": 200}'


async def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")

    async with raw_server(answering(ok(b"{}"))) as server, open_client() as client:
        answer = await client.call(at(server.url), SUBMIT)

    assert answer.body == b"{}"


async def test_no_address_is_logged(client: HttpClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    async with raw_server(answering(ok(b"{}"))) as server:
        await client.call(at(server.url), SUBMIT)

    assert "generateTask" not in caplog.text


# --- certainly never sent


async def test_a_closed_port_means_never_sent(client: HttpClient) -> None:
    with pytest.raises(ProviderUnreachable):
        await client.call(at(f"http://127.0.0.1:{closed_port()}"), SUBMIT)


async def test_an_unknown_name_means_never_sent(client: HttpClient) -> None:
    with pytest.raises(ProviderUnreachable):
        await client.call(at("http://nowhere.test"), SUBMIT)


async def test_a_connection_that_is_never_made_means_never_sent(hurried: HttpClient) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for filler in (first, second):  # the queue of a listener who never accepts
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())

        with pytest.raises(ProviderUnreachable):
            await hurried.call(at(f"http://127.0.0.1:{full.getsockname()[1]}"), SUBMIT)


async def test_no_free_connection_in_time_means_never_sent() -> None:
    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            await asyncio.sleep(60)

        return follow

    limits = HttpLimits(connect=0.2, read=1, connections=1)
    async with raw_server(script) as server, open_client(limits=limits) as client:
        first, second = await asyncio.gather(
            client.call(at(server.url), SUBMIT), client.call(at(server.url), SUBMIT), return_exceptions=True
        )

    assert isinstance(first, ProviderTrouble)
    assert isinstance(second, ProviderUnreachable)
    assert len(server.requests) == 1


async def test_a_failed_tls_handshake_means_never_sent(hurried: HttpClient) -> None:
    async with raw_server(answering(ok(b"{}"))) as server:
        with pytest.raises(ProviderUnreachable):
            await hurried.call(at(server.url.replace("http:", "https:")), SUBMIT)

    assert server.requests == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
async def test_a_certificate_nobody_signed_means_never_sent(client: HttpClient, tmp_path: Path) -> None:
    came_in: list[int] = []
    listener = await asyncio.start_server(lambda *_: came_in.append(1), "127.0.0.1", 0, ssl=self_signed(tmp_path))

    async with listener:
        with pytest.raises(ProviderUnreachable):
            await client.call(at(f"https://127.0.0.1:{listener.sockets[0].getsockname()[1]}"), SUBMIT)

    assert came_in == []


# --- sent, and nobody can know

HALF_AN_ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"code": 200, "da'


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="hung up without a word"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-", id="half a head"),
        pytest.param(HALF_AN_ANSWER, id="half a body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", id="half a chunk"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", id="a huge header"),
        pytest.param(ok(b"x" * 10_001), id="too large"),
        pytest.param(ok(gzip.compress(b"x" * 10_001), "Content-Encoding: gzip"), id="too large when unpacked"),
        pytest.param(ok(b"x", "Content-Encoding: br"), id="packed in a way we did not ask for"),
    ],
)
async def test_an_answer_that_breaks_off_or_cannot_be_read_is_trouble_and_nothing_is_sent_twice(
    client: HttpClient, answer: bytes
) -> None:
    async with raw_server(answering(answer)) as server:
        with pytest.raises(ProviderTrouble) as caught:
            await client.call(at(server.url), SUBMIT)

    assert len(server.requests) == 1
    assert str(server.port) not in caught.value.detail


async def test_a_redirect_is_an_answer_however_mad_the_place_it_leads_to(client: HttpClient) -> None:
    redirect = b"HTTP/1.1 302 Found\r\nLocation: http://xn--hh/\r\nContent-Length: 0\r\n\r\n"

    async with raw_server(answering(redirect)) as server:
        answer = await client.call(at(server.url), SUBMIT)

    assert answer.status == 302
    assert len(server.requests) == 1


async def test_silence_after_the_request_is_trouble(hurried: HttpClient) -> None:
    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            await asyncio.sleep(60)

        return follow

    async with raw_server(script) as server:
        with pytest.raises(ProviderTrouble):
            await hurried.call(at(server.url), SUBMIT)

    assert len(server.requests) == 1


async def test_an_answer_that_drips_is_given_up(hurried: HttpClient) -> None:
    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(1000):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.05)

        return follow

    async with raw_server(script) as server:
        with pytest.raises(ProviderTrouble):
            await asyncio.wait_for(hurried.call(at(server.url), SUBMIT), 20)

    assert len(server.requests) == 1


async def test_a_server_that_takes_the_second_request_of_a_connection_and_hangs_up_gets_it_once(
    client: HttpClient,
) -> None:
    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            writer.write(ok(b"{}"))
            await server.read_request(reader)

        return follow

    async with raw_server(script) as server:
        await client.call(at(server.url), SUBMIT)
        with pytest.raises(ProviderTrouble):
            await client.call(at(server.url), SUBMIT)

    assert len(server.requests) == 2
    assert server.connections == 1


async def test_a_submit_on_connections_that_the_server_keeps_closing_is_never_sent_twice(client: HttpClient) -> None:
    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            writer.write(ok(b"{}"))  # promises to stay, and goes at once

        return follow

    async with raw_server(script) as server:
        for number in range(100):
            try:
                await client.call(at(server.url), HttpCall(method="POST", path=f"/{number:03}", json={}))
            except ProviderTrouble:
                continue

    paths = [request.split(b" ")[1] for request in server.requests]
    assert len(paths) == len(set(paths))


async def test_a_call_that_is_given_up_closes_its_connection() -> None:
    hung_up = asyncio.Event()

    def script(server: RawServer) -> Script:
        async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await server.read_request(reader)
            await reader.read()
            hung_up.set()

        return follow

    async with raw_server(script) as server, open_client() as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.call(at(server.url), SUBMIT), 0.2)
        await asyncio.wait_for(hung_up.wait(), 5)
