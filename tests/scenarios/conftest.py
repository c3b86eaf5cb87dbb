"""What the scenarios share: a small film that the sandbox serves for every task, and a quiet log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from tests.films import make_film
from tests.scenarios.club import Club, open_club
from tests.scenarios.office import Office, open_office


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole second of video, some ten kilobytes."""
    return make_film(tmp_path_factory.mktemp("clip") / "clip.mp4", sound=False).read_bytes()


@pytest.fixture
async def club(tmp_path: Path, clip: bytes) -> AsyncIterator[Club]:
    async with open_club(tmp_path, clip) as club:
        yield club


@pytest.fixture
async def office(tmp_path: Path, clip: bytes) -> AsyncIterator[Office]:
    async with open_office(tmp_path, clip) as office:
        yield office


@pytest.fixture(autouse=True)
def _only_what_matters_is_logged() -> Iterator[None]:
    """The sandbox tells of every callback that nobody answers, and here nobody answers often."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield
    structlog.configure(**before)
