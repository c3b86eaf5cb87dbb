"""The password, the cookie, and guessing."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.access import Access
from adapters.web.session import LIFETIME, SessionSigner, clean_name
from adapters.web.tries import FREE, LONGEST_WAIT, MOST_IN_ALL, Tries
from tests.chat_client import open_client
from tests.chat_page import ChatPage, open_chat_page
from tests.fakes import START

SIGNER = SessionSigner.for_password(b"k" * 32, "open sesame")


async def test_the_right_password_opens_the_page_under_the_chosen_name(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        await client.sign_in("open sesame", " Ann \n\u202eLee ")
        me = (await client.get("/api/bootstrap")).body["me"]

    assert me["name"] == "Ann Lee"
    assert me["can_rename"] is True
    assert len(me["id"]) == 16


async def test_each_browser_is_somebody_else(locked: ChatPage) -> None:
    async with open_client(locked.url) as ann, open_client(locked.url) as ben:
        await ann.sign_in("open sesame")
        await ben.sign_in("open sesame")
        ids = {(await who.get("/api/bootstrap")).body["me"]["id"] for who in (ann, ben)}

    assert len(ids) == 2


async def test_a_new_name_keeps_the_person(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        await client.sign_in("open sesame", "Ann")
        before = (await client.get("/api/bootstrap")).body["me"]
        await client.post("/api/me", {"name": "Anna"})
        after = (await client.get("/api/bootstrap")).body["me"]

    assert (after["id"], after["name"]) == (before["id"], "Anna")


async def test_signing_out_closes_the_page(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        await client.sign_in("open sesame")
        await client.post("/api/logout", {})

        assert (await client.get("/api/bootstrap")).status == 401


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        cookie = (await client.sign_in("open sesame")).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie  # this machine speaks plain http


async def test_over_https_the_cookie_never_travels_in_the_clear(tmp_path: Path) -> None:
    async with (
        open_chat_page(tmp_path, password="open sesame", public_url="https://bot.example") as page,
        open_client(page.url) as client,
    ):
        headers = {**client.same_origin, "Host": "bot.example", "Origin": "https://bot.example"}
        answer = await client.request("POST", "/api/login", json={"password": "open sesame"}, headers=headers)

    assert "Secure" in answer.headers["Set-Cookie"]


async def test_guessing_is_stopped_and_the_right_password_waits_too(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        statuses = [(await client.sign_in(f"guess {number}")).status for number in range(FREE)]
        answer = await client.sign_in("open sesame")

    assert statuses == [403] * FREE
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "forge",
    [
        lambda cookie: cookie[:-2] + ("AA" if cookie[-2:] != "AA" else "BB"),
        lambda cookie: claims(u="admin") + "." + cookie.partition(".")[2],
        lambda cookie: cookie.partition(".")[0],
        lambda cookie: cookie.partition(".")[0] + ".",
        lambda _: claims(u="you") + ".",
        lambda _: "",
        lambda _: "é.é",
        lambda _: "...",
    ],
)
def test_a_forged_cookie_is_nobody(forge: object) -> None:
    cookie = SIGNER.sign(SIGNER.start("Ann", START))

    assert SIGNER.read(forge(cookie), START) is None  # type: ignore[operator]


def claims(**values: object) -> str:
    payload = {"u": "x", "n": "x", "e": 99_999_999_999, **values}
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


def test_a_cookie_ends() -> None:
    cookie = SIGNER.sign(SIGNER.start("Ann", START))

    assert SIGNER.read(cookie, START + LIFETIME - timedelta(seconds=1)) is not None
    assert SIGNER.read(cookie, START + LIFETIME) is None


def test_a_new_password_signs_everybody_out() -> None:
    cookie = SIGNER.sign(SIGNER.start("Ann", START))

    assert SessionSigner.for_password(b"k" * 32, "another").read(cookie, START) is None


async def test_a_forged_cookie_opens_nothing(locked: ChatPage) -> None:
    async with open_client(locked.url) as client:
        stranger = SessionSigner.for_password(b"another key", "open sesame")
        cookie = stranger.sign(stranger.start("Ann", START))

        assert (await client.get("/api/bootstrap", Cookie=f"sora_session={cookie}")).status == 401


def test_a_page_without_a_password_takes_none() -> None:
    assert not Access(key=b"k").is_password("")
    assert not Access(key=b"k", password="").is_password("")


def test_waits_grow_and_end() -> None:
    tries = Tries()
    for _ in range(FREE):
        assert tries.wait("a", START) == timedelta(0)
        tries.begin("a", START)
    first = tries.wait("a", START)
    tries.begin("a", START)

    assert timedelta(0) < first < tries.wait("a", START) <= LONGEST_WAIT
    assert tries.wait("a", START + LONGEST_WAIT) == timedelta(0)
    assert tries.wait("b", START) == timedelta(0)


def test_a_clock_that_was_set_back_locks_nobody_out_for_long() -> None:
    tries = Tries()
    for _ in range(FREE):
        tries.begin("a", START)

    assert tries.wait("a", START - timedelta(days=30)) <= LONGEST_WAIT


def test_many_addresses_together_are_slowed_down() -> None:
    tries = Tries()
    for number in range(MOST_IN_ALL):
        tries.begin(f"address {number}", START)

    assert tries.wait("a new one", START) > timedelta(0)
    assert tries.wait("a new one", START + timedelta(minutes=1)) == timedelta(0)


def test_a_right_password_makes_an_address_innocent_again() -> None:
    tries = Tries()
    for _ in range(FREE):
        tries.begin("a", START)

    tries.succeeded("a")

    assert tries.wait("a", START) == timedelta(0)


@pytest.mark.parametrize(("name", "clean"), [("  Ann  Lee ", "Ann Lee"), ("a" * 99, "a" * 40), ("\n\0", "")])
def test_a_name_is_made_fit_for_showing(name: str, clean: str) -> None:
    assert clean_name(name) == clean
