"""What the scenarios share: a small film that the sandbox serves for every task."""

from __future__ import annotations

import pytest

from tests.films import make_film


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole second of video, some ten kilobytes."""
    return make_film(tmp_path_factory.mktemp("clip") / "clip.mp4", sound=False).read_bytes()
