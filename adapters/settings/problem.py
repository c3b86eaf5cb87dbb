"""One thing that is wrong with the settings."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A setting's name and the sentence that says what to do about it."""

    name: str
    sentence: str
