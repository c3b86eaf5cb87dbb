"""Where a download goes: addresses of the private network, redirects, and the way of the key."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from adapters.providers.account import Account
from adapters.providers.client import MAX_REDIRECTS, HttpClient, HttpLimits, open_client
from adapters.providers.guards import TrustedHosts
from bot.domain.errors import ForbiddenAddress, ProviderTrouble, ProviderUnreachable
from tests.adapters.providers.servers import Names, Route, WebServer, closed_port, web_server


async def read(client: HttpClient, url: str, account: Account | None = None) -> bytes:
    async with client.fetch(url, account) as incoming:
        return b"".join([chunk async for chunk in incoming.chunks])


async def hello(request: web.Request) -> web.Response:
    return web.Response(text=request.headers.get("Authorization", "no key"))


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with web_server(hello) as server:
        yield server


def redirect_to(url: str) -> Route:
    async def route(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": url})

    return route


# --- private addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:0:0:1]",
        "0",
        "0.0.0.0",
        "localhost",
        "LOCALHOST.",
        "１２７.0.0.1",
        "inner.test",
        "both.test",
    ],
)
async def test_no_spelling_of_a_private_address_is_fetched(server: WebServer, host: str) -> None:
    names = Names({"inner.test": [["127.0.0.1"]], "both.test": [["::1", "127.0.0.1"]]})
    for alias in ("localhost", "localhost.", "0x7f000001", "0x7f.1", "017700000001", "127.0.0.1."):
        names.answers[alias] = [["127.0.0.1"]]

    async with open_client(resolver=names) as client:
        with pytest.raises(ForbiddenAddress):
            await read(client, f"http://{host}:{server.port}/")

    assert server.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/x",
        "gopher://example.com",
        "http://user:word@example.com/",
        "http://user@example.com/",
        "http://exa mple.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com:99999999/",
        "http://[::1/",
        "http:///path",
        "//example.com/x",
        "javascript:alert(1)",
        "",
        "no address",
        "http://\x00/",
        "http://xn--a%/",
        "http://xn--hh/0",
        "http://" + "a" * 70_000,
    ],
)
async def test_an_address_of_another_kind_is_not_fetched(url: str) -> None:
    async with open_client(resolver=Names()) as client:
        with pytest.raises(ForbiddenAddress):
            await read(client, url)


async def test_the_error_names_the_host_and_nothing_else_of_the_address(server: WebServer) -> None:
    async with open_client() as client:
        with pytest.raises(ForbiddenAddress) as caught:
            await read(client, f"http://127.0.0.1:{server.port}/secret?token=secret")

    assert caught.value.host == "127.0.0.1"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.0/8", "127.0.0.1:{port}"])
async def test_a_listed_address_is_fetched(server: WebServer, entry: str) -> None:
    trusted = TrustedHosts.parse([entry.format(port=server.port)])

    async with open_client(trusted) as client:
        body = await read(client, server.url)

    assert body == b"no key"


async def test_a_listed_name_is_fetched_wherever_it_lies(server: WebServer) -> None:
    names = Names({"sandbox": [["127.0.0.1"]]})

    async with open_client(TrustedHosts.parse(["sandbox"]), resolver=names) as client:
        body = await read(client, f"http://sandbox:{server.port}/")

    assert body == b"no key"


async def test_a_name_that_changes_its_address_after_a_check_gains_nothing() -> None:
    async def goodbye(request: web.Request) -> web.Response:
        return web.Response(text="first", headers={"Connection": "close"})

    names = Names({"rebinding.test": [["127.0.0.1"], ["127.0.0.2"]]})  # the first stands for a public address
    async with (
        web_server(goodbye) as server,
        open_client(TrustedHosts.parse(["127.0.0.1"]), HttpLimits(remember_names=0), names) as client,
    ):
        first = await read(client, f"http://rebinding.test:{server.port}/")
        with pytest.raises(ForbiddenAddress):
            await read(client, f"http://rebinding.test:{server.port}/")

    assert first == b"first"
    assert len(server.requests) == 1


async def test_a_connection_of_the_api_is_not_used_for_results(server: WebServer) -> None:
    account = Account(base_url=server.url)

    async with open_client() as client:
        assert await read(client, server.url, account) == b"no key"
        with pytest.raises(ForbiddenAddress):
            await read(client, server.url)


async def test_a_public_looking_name_without_address_is_unreachable() -> None:
    async with open_client(resolver=Names()) as client:
        with pytest.raises(ProviderUnreachable):
            await read(client, "http://nowhere.test/")


# --- redirects


async def test_redirects_are_followed_also_relative_ones() -> None:
    async def route(request: web.Request) -> web.Response:
        step = int(request.query.get("step", "0"))
        if step == MAX_REDIRECTS:
            return web.Response(text="there")
        return web.Response(status=302, headers={"Location": f"?step={step + 1}"})

    async with web_server(route) as server, open_client(TrustedHosts.parse(["127.0.0.1"])) as client:
        body = await read(client, server.url)

    assert body == b"there"


async def test_a_ring_of_redirects_is_left() -> None:
    async with (
        web_server(redirect_to("/again")) as server,
        open_client(TrustedHosts.parse(["127.0.0.1"])) as client,
    ):
        with pytest.raises(ProviderTrouble):
            await read(client, server.url)

    assert len(server.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "location", ["http://[::1", "ftp://example.com/", "http://a:b@example.com/", "http://x:99999999", "http://xn--hh/"]
)
async def test_a_redirect_to_a_mad_address_is_not_followed(location: str) -> None:
    async with (
        web_server(redirect_to(location)) as server,
        open_client(TrustedHosts.parse(["127.0.0.1"])) as client,
    ):
        with pytest.raises((ForbiddenAddress, ProviderTrouble)):
            await read(client, server.url)

    assert len(server.requests) == 1


async def test_a_redirect_into_the_private_network_is_not_followed(server: WebServer) -> None:
    async with web_server(redirect_to(server.url)) as door:
        trusted = TrustedHosts.parse([f"127.0.0.1:{door.port}"])
        async with open_client(trusted) as client:
            with pytest.raises(ForbiddenAddress):
                await read(client, door.url)

    assert server.requests == []


# --- the key


async def test_the_key_goes_to_the_origin_of_its_account(server: WebServer) -> None:
    account = Account(base_url=server.url + "/api/v1", key_headers={"Authorization": "Bearer secret"})

    async with open_client() as client:
        assert await read(client, server.url + "/videos/1/content", account) == b"Bearer secret"


async def test_the_key_does_not_go_to_another_origin(server: WebServer) -> None:
    for base_url in (f"https://127.0.0.1:{server.port}", f"http://127.0.0.1:{closed_port()}", "http://127.0.0.2"):
        account = Account(base_url=base_url, key_headers={"Authorization": "Bearer secret"})

        async with open_client(TrustedHosts.parse(["127.0.0.1"])) as client:
            assert await read(client, server.url, account) == b"no key"


async def test_the_key_stays_behind_on_a_redirect_and_does_not_come_back(server: WebServer) -> None:
    seen = []

    async def api(request: web.Request) -> web.Response:
        seen.append((request.path, request.headers.get("Authorization")))
        if request.path == "/content":
            return web.Response(status=302, headers={"Location": f"http://elsewhere.test:{request.url.port}/other"})
        if request.path == "/other":
            return web.Response(status=302, headers={"Location": f"http://127.0.0.1:{request.url.port}/back"})
        return web.Response(text="end")

    names = Names({"elsewhere.test": [["127.0.0.1"]]})
    async with web_server(api) as door, open_client(TrustedHosts.parse(["127.0.0.1"]), resolver=names) as client:
        account = Account(base_url=door.url, key_headers={"Authorization": "Bearer secret"})
        await read(client, door.url + "/content", account)

    assert seen == [("/content", "Bearer secret"), ("/other", None), ("/back", None)]


async def test_a_redirect_from_the_api_into_the_private_network_is_not_followed(server: WebServer) -> None:
    async with web_server(redirect_to(server.url)) as door, open_client() as client:
        account = Account(base_url=door.url, key_headers={"Authorization": "Bearer secret"})
        with pytest.raises(ForbiddenAddress):
            await read(client, door.url + "/content", account)

    assert server.requests == []


# --- a bearer, which opens one address


async def read_with(client: HttpClient, url: str, bearer: str) -> bytes:
    async with client.fetch(url, bearer=bearer) as incoming:
        return b"".join([chunk async for chunk in incoming.chunks])


async def test_a_bearer_goes_to_the_address_it_opens(server: WebServer) -> None:
    async with open_client(TrustedHosts.parse(["127.0.0.1"])) as client:
        assert await read_with(client, server.url, "xoxb-1") == b"Bearer xoxb-1"


async def test_a_bearer_does_not_follow_a_redirect_to_another_host(server: WebServer) -> None:
    async with (
        web_server(redirect_to(server.url)) as first,
        open_client(TrustedHosts.parse(["127.0.0.1"])) as client,
    ):
        assert await read_with(client, first.url, "xoxb-1") == b"no key"


async def test_a_bearer_opens_no_private_network(server: WebServer) -> None:
    async with open_client() as client:
        with pytest.raises(ForbiddenAddress):
            await read_with(client, server.url, "xoxb-1")

    assert server.requests == []


async def test_a_bearer_goes_over_plain_http_to_no_host_that_is_not_trusted_itself(server: WebServer) -> None:
    names = Names({"files.test": [["127.0.0.1"]]})
    async with open_client(TrustedHosts.parse(["127.0.0.1"]), resolver=names) as client:
        with pytest.raises(ForbiddenAddress):
            await read_with(client, f"http://files.test:{server.port}/", "xoxb-1")

    assert server.requests == []


async def test_a_bearer_goes_over_plain_http_to_a_host_that_is_trusted_by_name(server: WebServer) -> None:
    names = Names({"files.test": [["127.0.0.1"]]})
    async with open_client(TrustedHosts.parse(["files.test"]), resolver=names) as client:
        assert await read_with(client, f"http://files.test:{server.port}/", "xoxb-1") == b"Bearer xoxb-1"


async def test_an_address_without_a_bearer_may_be_plain_http(server: WebServer) -> None:
    names = Names({"files.test": [["127.0.0.1"]]})
    async with open_client(TrustedHosts.parse(["127.0.0.1"]), resolver=names) as client:
        assert await read(client, f"http://files.test:{server.port}/") == b"no key"


async def test_no_bearer_is_logged(server: WebServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    async with open_client(TrustedHosts.parse(["127.0.0.1"])) as client:
        await read_with(client, server.url, "xoxb-1")

    assert "xoxb-1" not in caplog.text
