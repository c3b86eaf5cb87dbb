"""Troubles that wait for the next requests of their kind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bell import Bell
from tests.discord.calls import Call


@dataclass(eq=False, slots=True)
class Fault:
    """What happens to requests of one kind, so many times."""

    pattern: str
    times: int
    seconds: float = 0.0
    """How long to wait before anything else."""
    status: int | None = None
    """What to answer instead of acting, or after it."""
    acts: bool = False
    """Whether the stand-in acts all the same."""
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drops_request: bool = False
    """Whether the connection breaks before the stand-in acts."""
    drops_answer: bool = False
    """Whether it breaks after."""
    bell: Bell = field(default_factory=Bell)
    gate: asyncio.Event | None = None
    """What a request waits for before the stand-in acts."""
    only_uploads: bool = False
    """Whether it lets requests without files pass."""
    met: int = 0
    """How many requests have met it."""

    async def wait(self) -> None:
        """Hold a request back for as long as it is meant to be."""
        self.bell.ring()
        await asyncio.sleep(self.seconds)
        if self.gate is not None:
            await self.gate.wait()

    async def reached(self, *, within: float = 5.0) -> None:
        """Wait until a request is held here."""
        await self.bell.until(lambda: self.met, within=within, wanted=lambda: f"no {self.pattern} came")

    def let_go(self) -> None:
        """Let the requests that are held go on, and those that come."""
        assert self.gate is not None
        self.gate.set()


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
            is_meant = call.is_upload or not fault.only_uploads
            if is_meant and fault.met < fault.times and call.matches(fault.pattern):
                fault.met += 1
                return fault
        return None
