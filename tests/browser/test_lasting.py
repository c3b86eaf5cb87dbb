"""Reloads, restarts and cuts: nothing people see or wrote goes missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from adapters.http.listener import bind
from bot.domain.job import JobStatus
from bot.ports import Clip
from tests.browser.conftest import OpenBrowser
from tests.browser.looking import ask, box, card, say
from tests.chat_page import ChatPage, open_chat_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_reload_keeps_conversation_video_and_unsent_text(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url + "#ideas")
    await ask(served, tab, "a kite")
    await served.core.deliver(served.core.newest(), film, Clip(width=320, height=180, seconds=2.0, bytes=1))
    await expect(tab.locator("video")).to_be_visible()
    await box(tab).fill("not sent yet")

    await tab.reload()

    await expect(tab.get_by_role("heading", level=1, name="ideas")).to_be_visible()
    await expect(tab.locator("video")).to_be_visible()
    await expect(card(tab, "posted")).to_be_visible()
    await expect(box(tab)).to_have_value("not sent yet")


async def test_each_conversation_keeps_its_own_draft(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await box(tab).fill("for the studio")

    await tab.get_by_role("link", name="ideas").click()
    await expect(box(tab)).to_have_value("")
    await tab.get_by_role("link", name="studio").click()

    await expect(box(tab)).to_have_value("for the studio")


async def test_a_restart_of_the_bot_is_a_quiet_pause(tmp_path: Path, visit: OpenBrowser) -> None:
    async with open_chat_page(tmp_path) as first:
        tab = await visit(first.url, may_be_away=True)
        await ask(first, tab, "a kite")
        await expect(card(tab, "accepted")).to_be_visible()
        core = first.core

    await expect(tab.locator("#strip")).to_contain_text("Reconnecting")
    await say(tab, "written while the bot was away")
    await expect(tab.get_by_text("Not sent yet")).to_be_visible()

    port = int(first.url.rpartition(":")[2])
    async with open_chat_page(tmp_path, listener=bind("127.0.0.1", port), core=core) as second:
        await second.core.move(core.newest(), JobStatus.RENDERING)
        await expect(card(tab, "rendering")).to_be_visible(timeout=15_000)
        await expect(tab.locator("#strip")).to_be_empty()
        await expect(tab.get_by_text("Not sent yet")).to_have_count(0)
        messages = await second.room.log.messages("studio", before_seq=None, limit=10)

    assert [message.body.get("text") for message in messages if message.kind == "text"] == [
        "/sora create a kite",
        "written while the bot was away",
    ]


async def test_what_could_not_be_sent_survives_a_reload(tmp_path: Path, visit: OpenBrowser) -> None:
    async with open_chat_page(tmp_path) as first:
        tab = await visit(first.url, may_be_away=True)
        await expect(box(tab)).to_be_focused()
    await say(tab, "hold on to this")
    await expect(tab.get_by_text("Not sent yet")).to_be_visible()

    port = int(first.url.rpartition(":")[2])
    async with open_chat_page(tmp_path, listener=bind("127.0.0.1", port)) as second:
        await tab.reload()
        await expect(tab.locator(".message:not(.is-pending) .words")).to_have_text("hold on to this")
        messages = await second.room.log.messages("studio", before_seq=None, limit=10)

    assert len(messages) == 1


async def test_a_log_that_began_anew_is_shown_as_it_is(tmp_path: Path, visit: OpenBrowser) -> None:
    async with open_chat_page(tmp_path / "one") as first:
        tab = await visit(first.url, may_be_away=True)
        await say(tab, "of another time")
        await expect(tab.locator(".words")).to_have_text("of another time")

    port = int(first.url.rpartition(":")[2])
    async with open_chat_page(tmp_path / "two", listener=bind("127.0.0.1", port)):
        await expect(tab.locator("#empty")).to_be_visible(timeout=15_000)
        await expect(tab.locator(".words")).to_have_count(0)
        await expect(tab.locator(".room.has-unread")).to_have_count(0)


async def test_the_password_opens_the_page_and_signing_out_closes_it(tmp_path: Path, visit: OpenBrowser) -> None:
    async with open_chat_page(tmp_path, password="open sesame") as page:
        tab = await visit(page.url, may_be_away=True)  # 401 and 403 are told to the console too
        await tab.get_by_label("Your name").fill("Ann Lee")
        await tab.get_by_label("Password").fill("sesame")
        await tab.get_by_role("button", name="Sign in").click()
        await expect(tab.get_by_role("alert")).to_have_text("That is not the password.")

        await tab.get_by_label("Password").fill("open sesame")
        await tab.get_by_role("button", name="Sign in").click()
        await say(tab, "hello")
        await expect(tab.locator(".author")).to_have_text("Ann Lee")

        await tab.locator("#me").click()
        await tab.get_by_role("button", name="Sign out").click()
        await expect(tab.get_by_role("heading", name="Sign in to sora")).to_be_visible()
