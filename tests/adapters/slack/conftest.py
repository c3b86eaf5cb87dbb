"""Fixtures for tests that speak into the stand-in's Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.slack.speaking import Speaking, open_speaking


@pytest.fixture
async def speaking(tmp_path: Path) -> AsyncIterator[Speaking]:
    async with open_speaking(tmp_path) as speaking:
        yield speaking


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a video" * 1000)
    return path
