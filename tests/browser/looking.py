"""What tests do and look at in the page, as a person would say it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.async_api import Locator, Page

from bot.domain.job import JobId
from tests.chat_page import ChatPage, until

HERE: Final = Path(__file__).parent

CONTRAST: Final = (HERE / "contrast.js").read_text()
"""Texts with less contrast than 4.5 to 1 against the colour below them."""

NAMELESS: Final = (HERE / "nameless.js").read_text()
"""Controls without a name, fields without a label, references to nothing."""

OVERFLOW: Final = (HERE / "overflow.js").read_text()
"""What sticks out at the right."""


def box(tab: Page) -> Locator:
    """The message box."""
    return tab.locator("#composer-text")


async def say(tab: Page, text: str) -> None:
    """Type and send."""
    await box(tab).fill(text)
    await box(tab).press("Enter")


async def ask(served: ChatPage, tab: Page, prompt: str) -> JobId:
    """Ask for a video, and wait for its card."""
    known = len(served.core.jobs)
    await say(tab, f"/sora create {prompt}")

    async def accepted() -> bool:
        return len(served.core.jobs) > known

    await until(accepted)
    job = served.core.newest()
    await tab.locator(f".card[data-job={job}]").wait_for()
    return job


def card(tab: Page, status: str) -> Locator:
    """A card that shows this status."""
    return tab.locator(f".card[data-status={status}]")


def step(tab: Page) -> Locator:
    """The step a job is at."""
    return tab.locator(".step[aria-current=step]")


async def focused(tab: Page) -> str:
    """What has the focus, in a few words; nothing where it is on the page as a whole."""
    found: str = await tab.evaluate(
        "() => { const n = document.activeElement; if (n === document.body) return '';"
        " return (n.getAttribute('aria-label') || n.labels?.[0]?.textContent || n.textContent || n.id).trim(); }"
    )
    return found


async def tab_to(tab: Page, name: str, *, key: str = "Tab", most: int = 40) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(most):
        if name in await focused(tab):
            return
        await tab.keyboard.press(key)
    raise AssertionError(f"{key} never comes to {name!r}")
