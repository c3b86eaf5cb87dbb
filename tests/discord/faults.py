"""Troubles on demand: what a test wants to go wrong with the next requests of a kind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.discord.calls import Call


@dataclass(eq=False, slots=True)
class Fault:
    """What happens to requests of one kind, so many times."""

    pattern: str
    times: int
    seconds: float = 0.0
    """How long to wait before anything else."""
    status: int | None = None
    """What to answer instead of acting."""
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drops_request: bool = False
    """Whether the connection breaks before the stand-in acts."""
    drops_answer: bool = False
    """Whether it breaks after."""
    gate: asyncio.Event | None = None
    """What a request waits for before the stand-in acts."""
    met: int = 0
    """How many requests have met it."""


@dataclass(slots=True)
class Faults:
    """The troubles that are still to come, first asked for first met."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def take(self, call: Call) -> Fault | None:
        """The trouble for this call, counted."""
        for fault in self.waiting:
            if fault.met < fault.times and call.matches(fault.pattern):
                fault.met += 1
                return fault
        return None
