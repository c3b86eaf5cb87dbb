"""A served page, and somebody who looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat_client import PageClient, open_client
from tests.chat_page import ChatPage, open_chat_page


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[ChatPage]:
    async with open_chat_page(tmp_path) as served:
        yield served


@pytest.fixture
async def client(page: ChatPage) -> AsyncIterator[PageClient]:
    async with open_client(page.url) as browser:
        yield browser


@pytest.fixture
async def locked(tmp_path: Path) -> AsyncIterator[ChatPage]:
    """A page with a password."""
    async with open_chat_page(tmp_path, password="open sesame") as served:
        yield served
