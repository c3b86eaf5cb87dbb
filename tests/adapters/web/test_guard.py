"""Who gets in, and what a stranger's website cannot do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.web.access import Access
from tests.chat_client import PageClient, open_client
from tests.chat_page import ChatPage, open_chat_page

PATHS = ["/", "/login", "/static/css/base.css", "/api/bootstrap", "/api/events", "/media/k7m2qx22.mp4"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "[nonsense", ""]
)
async def test_under_a_strangers_name_nothing_is_served(client: PageClient, path: str, host: str) -> None:
    answer = await client.request("GET", path, headers={"Host": host})

    assert answer.status in (400, 421)
    assert b"<html" not in bytes(str(answer.body), "utf-8")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "127.0.0.1:80", "[::1]:8080", "localhost."])
async def test_under_this_machines_own_names_it_answers(client: PageClient, host: str) -> None:
    assert (await client.request("GET", "/api/bootstrap", headers={"Host": host})).status == 200


async def test_without_a_password_the_public_name_is_a_strangers(tmp_path: Path) -> None:
    async with open_chat_page(tmp_path, public_url="https://bot.example") as page, open_client(page.url) as client:
        assert (await client.request("GET", "/", headers={"Host": "bot.example"})).status == 421


async def test_without_a_password_a_tunnel_to_this_machine_is_not_this_machine(client: PageClient) -> None:
    answer = await client.get("/api/bootstrap", **{"X-Forwarded-For": "203.0.113.9"})

    assert answer.status == 403
    assert "password" in answer.body["error"]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Origin": "https://evil.example"}, "another origin"),
        ({"Origin": "null"}, "an opaque origin"),
        ({"Origin": "http://127.0.0.1:1"}, "another port of this machine"),
        ({"Sec-Fetch-Site": "cross-site"}, "another site"),
        ({"Sec-Fetch-Site": "same-site"}, "another name of the same site"),
        ({"X-Sora-Page": None}, "no header of ours"),
        ({"Origin": None, "Sec-Fetch-Site": None}, "nothing that says where it comes from"),
    ],
)
async def test_a_change_from_elsewhere_is_refused(
    page: ChatPage, client: PageClient, headers: dict[str, str | None], why: str
) -> None:
    sent = {name: value for name, value in {**client.same_origin, **headers}.items() if value is not None}

    body = {"text": "/sora create a kite", "client_id": "client-id-1"}
    answer = await client.request("POST", "/api/conversations/studio/messages", json=body, headers=sent)

    assert answer.status == 403, why
    assert await client.messages() == []
    assert page.core.heard == []


async def test_a_form_on_another_website_cannot_post_here(page: ChatPage, client: PageClient) -> None:
    answer = await client.request(
        "POST",
        "/api/conversations/studio/messages",
        data='{"text": "/sora create a kite", "client_id": "client-id-1"}',
        headers={"Content-Type": "text/plain", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status == 403
    assert page.core.heard == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_only_json_is_read(client: PageClient, kind: str) -> None:
    headers = {**client.same_origin, "Content-Type": kind}

    answer = await client.request("POST", "/api/conversations/studio/messages", data="{}", headers=headers)

    assert answer.status == 415


@pytest.mark.parametrize("path", ["/api/bootstrap", "/api/events", "/media/k7m2qx22.mp4"])
async def test_another_website_cannot_read_here_either(client: PageClient, path: str) -> None:
    assert (await client.request("GET", path, headers={"Sec-Fetch-Site": "cross-site"})).status == 403


async def test_a_link_from_elsewhere_opens_the_page(client: PageClient) -> None:
    assert (await client.request("GET", "/", headers={"Sec-Fetch-Site": "cross-site"})).status == 200


@pytest.mark.parametrize("path", [*PATHS[:4], "/media/k7m2qx22.mp4", "/media/none.mp4", "/static/none"])
async def test_every_answer_carries_the_security_headers(client: PageClient, path: str) -> None:
    headers: Any = (await client.request("GET", path)).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/media/..%2f..%2fpage.mp4",
        "/media/%2e%2e%2fpage.mp4",
        "/media/.hidden.mp4",
        "/media/a%00b.mp4",
        "/static/..%2f..%2fpage.py",
        "/static/%2e%2e/page.py",
        "/static//etc/passwd",
        "/static/",
    ],
)
async def test_no_path_leads_out_of_the_folders(client: PageClient, path: str) -> None:
    import yarl

    async with client.http.get(yarl.URL(client.url + path, encoded=True)) as response:
        assert response.status == 404


async def test_with_a_password_nothing_is_told_before_signing_in(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        for path in ("/api/bootstrap", "/api/events", "/api/conversations/studio/messages", "/media/k7m2qx22.mp4"):
            assert (await client.get(path)).status == 401
        assert (await client.say("hello")).status == 401
        assert (await client.get("/")).status == 200


@pytest.mark.parametrize(
    ("access", "host", "is_known"),
    [
        (Access(key=b"k", password="p", listen_host="0.0.0.0"), "192.168.1.5:8080", True),
        (Access(key=b"k", password="p", listen_host="0.0.0.0"), "evil.example", False),
        (Access(key=b"k", password="p", public_url="https://bot.example/x"), "bot.example", True),
        (Access(key=b"k", password="p", public_url="https://bot.example"), "evil.example", False),
        (Access(key=b"k", listen_host="0.0.0.0"), "192.168.1.5:8080", False),
        (Access(key=b"k", listen_host=""), "", False),
        (Access(key=b"k", listen_host="mini.lan"), "MINI.lan:80", True),
    ],
)
def test_the_names_a_page_goes_by(access: Access, host: str, is_known: bool) -> None:
    assert access.is_known_host(host) is is_known
