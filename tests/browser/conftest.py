"""Chromium, and pages in it that complain about everything."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.chat_page import ChatPage, open_chat_page
from tests.films import make_film

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FROM_THE_NETWORK = ("net::ERR_", "Failed to load resource")
"""What Chromium says about a server that is away; expected where a test stops it."""

OpenBrowser = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not installed, so the pages are not looked at in a browser.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def served(tmp_path: Path) -> AsyncIterator[ChatPage]:
    async with open_chat_page(tmp_path) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser) -> AsyncIterator[OpenBrowser]:
    """Opens an address in a browser of its own, and fails the test where its console shows an error.

    Options are those of a browser context; `may_be_away`: the server stops during the test.
    """
    async with AsyncExitStack() as stack:

        async def opened(url: str, *, may_be_away: bool = False, **options: Any) -> Page:
            return await stack.enter_async_context(_opened(chromium, url, may_be_away=may_be_away, **options))

        yield opened


@asynccontextmanager
async def _opened(chromium: Browser, url: str, *, may_be_away: bool, **options: Any) -> AsyncIterator[Page]:
    complaints: list[str] = []
    context = await chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    context.set_default_timeout(8_000)
    tab = await context.new_page()
    tab.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    await tab.goto(url)
    await tab.locator("#app[data-state=open], #login").first.wait_for()
    yield tab
    await context.close()
    if may_be_away:
        complaints = [line for line in complaints if not any(part in line for part in FROM_THE_NETWORK)]
    assert complaints == []


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of two seconds, 320 by 180."""
    return make_film(tmp_path_factory.mktemp("films") / "film.mp4", seconds=2.0)
