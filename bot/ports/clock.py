"""Time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time, as an argument: the domain never asks for it."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC. May jump in either direction."""
        ...
