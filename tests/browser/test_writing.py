"""The message box with its suggestions, and the form."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bot.commands import Create, SizeWish
from bot.domain.video import ModelName
from tests.browser.conftest import OpenBrowser
from tests.browser.looking import ask, box, card
from tests.chat_page import ChatPage, until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _type(tab: Page, text: str) -> None:
    await box(tab).press_sequentially(text)


async def test_a_slash_offers_the_commands_and_enter_takes_one(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)

    await _type(tab, "/")
    await expect(tab.get_by_role("option")).to_have_count(10)
    await expect(box(tab)).to_have_attribute("aria-expanded", "true")
    await _type(tab, "mod")
    await expect(tab.get_by_role("option")).to_have_text(
        ["/sora modelsThe models, with their sizes, lengths and prices"]
    )
    await box(tab).press("Enter")

    await expect(box(tab)).to_have_value("/sora models ")
    await expect(box(tab)).to_have_attribute("aria-expanded", "false")


async def test_arrows_choose_and_the_choice_is_told_to_screen_readers(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await _type(tab, "/")

    await box(tab).press("ArrowDown")
    chosen = tab.get_by_role("option", selected=True)
    await expect(chosen).to_contain_text("/sora remix")
    assert await box(tab).get_attribute("aria-activedescendant") == await chosen.get_attribute("id")
    await box(tab).press("ArrowUp")
    await box(tab).press("ArrowUp")
    await expect(chosen).to_contain_text("/sora help")
    await box(tab).press("Escape")

    await expect(tab.get_by_role("listbox")).to_be_hidden()
    await expect(box(tab)).to_have_value("/")


async def test_values_come_from_the_catalogue(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)

    await _type(tab, "/sora create a kite model:")
    await expect(tab.get_by_role("option")).to_have_text(["Sora 2sora-2", "Kite 1kite-1"])
    await _type(tab, "kite")
    await box(tab).press("Tab")
    await _type(tab, "size:sq")
    await box(tab).press("Enter")

    await expect(box(tab)).to_have_value('/sora create a kite model:kite-1 size:"square 480p" ')


async def test_option_names_are_offered_without_getting_in_the_way(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)

    await _type(tab, "/sora create a kite by the se")
    await expect(tab.get_by_role("option")).to_have_count(2)
    await box(tab).press("Enter")

    await expect(tab.locator(".message .words").first).to_have_text("/sora create a kite by the se")


async def test_shift_enter_makes_a_new_line(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)

    await _type(tab, "one")
    await box(tab).press("Shift+Enter")
    await _type(tab, "two")
    await box(tab).press("Enter")

    await expect(tab.locator(".words")).to_have_text("one\ntwo")


async def test_a_job_is_offered_where_a_command_needs_one(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a red kite")

    await _type(tab, "/sora cancel ")

    await expect(tab.get_by_role("option")).to_have_text([f"{served.core.newest()}a red kite"])


async def test_the_form_asks_for_everything_and_sends_it(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await tab.get_by_role("button", name="New video").click()
    form = tab.get_by_role("dialog", name="New video")

    await form.get_by_label("What should the video show?").fill("a red kite")
    await form.get_by_role("radio", name="Portrait").check(force=True)
    await form.get_by_role("radio", name="12 s").check(force=True)
    await form.get_by_role("radio", name="2", exact=True).check(force=True)
    await expect(form.get_by_text("About $2.40")).to_be_visible()
    await form.get_by_text("Advanced").click()
    await form.get_by_label("Seed").fill("7")
    await form.get_by_label("Start from an image").set_input_files(
        {"name": "kite.png", "mimeType": "image/png", "buffer": _png()}
    )
    await expect(form.get_by_text("kite.png")).to_be_visible()
    await form.get_by_role("button", name="Make 2 videos").click()

    await expect(card(tab, "accepted")).to_contain_text("a red kite")
    await expect(tab.get_by_text("with an image")).to_be_visible()
    ((command, image),) = served.core.commands
    assert command == Create(
        prompt="a red kite",
        size=SizeWish(aspect="9:16", tier="720p"),
        seconds=12,
        model=ModelName("sora-2"),
        count=2,
        seed=7,
    )
    assert image == _png()


async def test_the_form_offers_only_what_the_model_makes(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await tab.get_by_role("button", name="New video").click()
    form = tab.get_by_role("dialog")

    await form.get_by_label("Model").focus()
    await form.get_by_label("Model").select_option("Kite 1")

    await expect(form.get_by_role("radio", name="Square")).to_be_checked()
    await expect(form.get_by_role("radio", name="Landscape")).to_have_count(0)
    await expect(form.get_by_role("radio", name="5 s")).to_be_checked()
    await expect(form.get_by_label("Start from an image")).to_be_disabled()
    await expect(form.get_by_label("Model")).to_be_focused()


async def test_the_form_says_what_is_missing(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await tab.get_by_role("button", name="New video").click()
    form = tab.get_by_role("dialog")

    await form.get_by_role("button", name="Make the video").click()
    await expect(form.get_by_role("alert")).to_have_text("Say what the video should show.")
    await expect(form.get_by_label("What should the video show?")).to_be_focused()
    await form.get_by_label("Start from an image").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"hello"}
    )

    await expect(form.get_by_role("alert")).to_contain_text("not a JPEG, PNG or WebP")
    assert served.core.commands == []


async def test_an_image_can_be_dropped(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await tab.get_by_role("button", name="New video").click()

    transfer = await tab.evaluate_handle(
        "(bytes) => { const t = new DataTransfer();"
        " t.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' })); return t; }",
        list(_png()),
    )
    await tab.dispatch_event(".drop", "drop", {"dataTransfer": transfer})

    await expect(tab.get_by_text("dropped.png")).to_be_visible()


async def test_a_press_of_send_cannot_be_counted_twice(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await box(tab).fill("/sora create a kite")

    await tab.get_by_role("button", name="Send").dblclick()

    async def accepted() -> bool:
        return len(served.core.jobs) == 1

    await until(accepted)
    await expect(card(tab, "accepted")).to_have_count(1)


def _png() -> bytes:
    data = BytesIO()
    Image.new("RGB", (32, 18), "#884422").save(data, "PNG")
    return data.getvalue()
