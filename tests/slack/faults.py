"""Troubles that wait for the next calls of their kind."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.bell import Bell


@dataclass(eq=False, slots=True)
class Fault:
    """What happens to calls of one method, so many times. `upload` and `file` stand for the bytes' own addresses."""

    method: str
    times: int = 1
    error: str | None = None
    """Slack's error, in place of acting, or after it."""
    status: int | None = None
    """An HTTP status without a body of Slack's."""
    retry_after: int | None = None
    """`ratelimited`, with so many seconds."""
    is_half: bool = False
    """`{"ok": true}` and nothing else, in place of acting, or after it."""
    acts: bool = False
    """Whether it happens all the same."""
    drops: bool = False
    """Whether the connection breaks in place of an answer."""
    wait: float = 0.0
    gate: asyncio.Event | None = None
    """What a call waits for before anything happens."""
    met: int = 0


@dataclass(slots=True)
class Faults:
    """Those still to come, first asked for first met."""

    bell: Bell
    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """The trouble for this call, counted."""
        for fault in self.waiting:
            if fault.method == method and fault.met < fault.times:
                fault.met += 1
                self.bell.ring()
                return fault
        return None
