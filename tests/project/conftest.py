"""Fixtures of the tests about the project itself."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a developer has set is no part of the project."""
    for name in [name for name in os.environ if name.upper().startswith("SORA_")]:
        monkeypatch.delenv(name)
