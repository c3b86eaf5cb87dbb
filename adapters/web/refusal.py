"""How the page says no: a status and a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Refusal(Exception):
    """The request is answered with this status and sentence. `retry_after` in seconds."""

    status: int
    sentence: str
    retry_after: int | None = None
