"""A world on SQLite for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.storage.sqlite import open_sqlite_store
from tests.fakes import FakeQueue
from tests.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    queue = FakeQueue()
    async with open_sqlite_store(tmp_path / "bot.sqlite3", queue, exclusive=True) as store:
        yield World(store=store, queue=queue, folder=tmp_path)
