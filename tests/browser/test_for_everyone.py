"""By keyboard alone, with a screen reader, on a phone, in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from adapters.web.as_json import notice_json
from bot import texts
from bot.domain.job import Closing, JobStatus
from bot.domain.job_events import Reason
from bot.ports import Clip
from tests.browser.conftest import OpenBrowser
from tests.browser.looking import CONTRAST, NAMELESS, OVERFLOW, ask, box, card, focused, say, tab_to
from tests.builders import a_job
from tests.chat_page import ChatPage
from tests.fakes import START

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


async def _fill(served: ChatPage, tab: Page, film: Path) -> None:
    """A conversation with everything in it."""
    await say(tab, "good morning " + "wordwithoutanend" * 8)
    await ask(served, tab, "a red kite over the sea, and a sentence that goes on for longer than a phone is wide")
    await served.core.deliver(served.core.newest(), film, Clip(width=320, height=180, seconds=2.0, bytes=1))
    await expect(tab.locator("video")).to_be_visible()
    await ask(served, tab, "one that fails")
    await served.core.move(served.core.newest(), JobStatus.FAILED, reason=Reason.CONTENT, closing=Closing.RELEASED)
    await say(tab, "/sora models")
    await expect(tab.locator(".notice table")).to_be_visible()
    history = texts.history_notice([a_job()], START, page=2, has_older=True, places={a_job().id: "#studio/m1"})
    await served.room.add_once("studio", "notice:history", "notice", notice_json(history))
    await expect(tab.get_by_role("link", name=a_job().id)).to_be_visible()
    await ask(served, tab, "one that is being made")
    await served.core.move(served.core.newest(), JobStatus.RENDERING)
    await expect(card(tab, "rendering")).to_be_visible()


async def test_everything_can_be_done_by_keyboard(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await expect(box(tab)).to_be_focused()

    await tab.keyboard.type("/cr")
    await tab.keyboard.press("Enter")
    await tab.keyboard.type("a kite by the sea")
    await tab.keyboard.press("Enter")
    await expect(card(tab, "accepted")).to_be_visible()
    await tab_to(tab, "Cancel", key="Shift+Tab")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("dialog", name="Cancel this video?")).to_be_visible()
    assert await focused(tab) == "Keep it"
    await tab.keyboard.press("Escape")
    await expect(tab.get_by_role("button", name="Cancel", exact=True)).to_be_focused()
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("button", name="Keep it")).to_be_focused()
    await tab_to(tab, "Cancel the video")
    await tab.keyboard.press("Enter")

    await expect(card(tab, "cancelled")).to_be_visible()
    assert await tab.evaluate("() => document.activeElement !== document.body")
    await tab.keyboard.press("Alt+ArrowDown")
    await expect(tab.get_by_role("heading", level=1, name="ideas")).to_be_visible()


async def test_the_focus_stays_on_a_button_while_its_card_changes(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await tab.get_by_role("button", name="Cancel", exact=True).focus()

    await served.core.move(served.core.newest(), JobStatus.RENDERING)
    await expect(card(tab, "rendering")).to_be_visible()

    await expect(tab.get_by_role("button", name="Cancel", exact=True)).to_be_focused()


async def test_a_button_never_turns_into_another_under_the_finger(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await tab.get_by_role("button", name="Cancel", exact=True).focus()

    await served.core.move(served.core.newest(), JobStatus.FAILED, reason=Reason.LOST, closing=Closing.RELEASED)
    await expect(tab.get_by_role("button", name="Retry")).to_be_visible()
    await tab.keyboard.press("Enter")

    assert served.core.pressed == []


async def test_dialogs_keep_the_focus_and_give_it_back(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await tab.get_by_role("button", name="New video").focus()
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_label("What should the video show?")).to_be_focused()

    for _ in range(25):
        await tab.keyboard.press("Tab")
        is_out = "() => document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        assert not await tab.evaluate(is_out)
    await tab.keyboard.press("Escape")

    await expect(tab.get_by_role("button", name="New video")).to_be_focused()


async def test_steps_are_announced_once_each(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab = await visit(served.url)
    live = tab.locator("#announcer")
    await expect(live).to_have_attribute("aria-live", "polite")

    await ask(served, tab, "a red kite")
    await expect(live).to_have_text("Your video is accepted: a red kite")
    await served.core.move(served.core.newest(), JobStatus.RENDERING, progress=0.1)
    await served.core.move(served.core.newest(), JobStatus.RENDERING, progress=0.2)
    await expect(live).to_have_text("Your video is being made: a red kite")
    await served.core.deliver(served.core.newest(), film, Clip(width=320, height=180, seconds=2.0, bytes=1))

    await expect(live).to_have_text("A video is ready in #studio: a red kite")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_names_labels_and_contrast_are_good(
    served: ChatPage, visit: OpenBrowser, film: Path, scheme: str
) -> None:
    tab = await visit(served.url, color_scheme=scheme, reduced_motion="reduce")
    assert await tab.evaluate(NAMELESS) == []
    assert await tab.evaluate(CONTRAST) == []

    await _fill(served, tab, film)
    await tab.wait_for_timeout(100)
    assert await tab.evaluate(NAMELESS) == []
    assert await tab.evaluate(CONTRAST) == []

    await tab.get_by_role("button", name="New video").click()
    await tab.get_by_role("button", name="Make the video").click()
    assert await tab.evaluate(NAMELESS) == []
    assert await tab.evaluate(CONTRAST) == []
    await tab.keyboard.press("Escape")
    await tab.get_by_role("button", name="Use as start image").click()
    await expect(tab.get_by_role("dialog")).to_contain_text("The last picture of")
    assert await tab.evaluate(NAMELESS) == []
    assert await tab.evaluate(CONTRAST) == []
    await tab.keyboard.press("Escape")
    await tab.get_by_role("button", name="Delete", exact=True).click()
    await tab.get_by_role("dialog").get_by_role("button", name="Delete").hover()
    assert await tab.evaluate(CONTRAST) == []


async def test_the_dark_is_dark_and_a_choice_wins_over_the_system(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url, color_scheme="dark")
    brightness = (
        "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => +a + +b, 0)"
    )
    assert await tab.evaluate(brightness) < 150

    await tab.locator("#me").click()
    await tab.get_by_role("radio", name="Light").check(force=True)
    assert await tab.evaluate(brightness) > 700
    await tab.reload()

    assert await tab.evaluate(brightness) > 700


async def test_who_wants_no_motion_gets_none(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url, reduced_motion="reduce")
    await ask(served, tab, "a kite")

    running = await tab.evaluate("() => document.getAnimations().filter((a) => a.playState === 'running').length")

    assert running == 0


async def test_nothing_sticks_out_on_a_phone(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab = await visit(served.url, **PHONE)
    await expect(tab.locator("#empty")).to_be_visible()
    assert await tab.evaluate(OVERFLOW) == []

    await _fill(served, tab, film)
    assert await tab.evaluate(OVERFLOW) == []
    await box(tab).fill("/")
    await expect(tab.get_by_role("listbox")).to_be_visible()
    assert await tab.evaluate(OVERFLOW) == []
    await box(tab).fill("")

    await tab.get_by_role("button", name="New video").click()
    await expect(tab.get_by_role("dialog")).to_be_visible()
    assert await tab.evaluate(OVERFLOW) == []


async def test_on_a_phone_the_list_is_a_drawer(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url, **PHONE)
    await expect(tab.get_by_role("link", name="ideas")).to_have_count(0)

    await tab.get_by_role("button", name="Conversations").click()
    await expect(tab.get_by_role("link", name="studio")).to_be_focused()
    await tab.keyboard.press("Escape")
    await expect(tab.get_by_role("button", name="Conversations")).to_be_focused()
    await tab.get_by_role("button", name="Conversations").click()
    await tab.get_by_role("link", name="ideas").click()

    await expect(tab.get_by_role("heading", level=1, name="ideas")).to_be_visible()
    await expect(tab.get_by_role("link", name="ideas")).to_have_count(0)


async def test_buttons_on_a_phone_are_large_enough_for_a_finger(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url, **PHONE)
    await _fill(served, tab, film)

    small = await tab.evaluate(
        "() => [...document.querySelectorAll('.buttons .button, .bar button, .composer button, .room')]"
        ".filter((n) => n.checkVisibility()).map((n) => [n.textContent, n.getBoundingClientRect()])"
        ".filter(([, box]) => box.height < 32 || box.width < 32).map(([text]) => text)"
    )

    assert small == []
