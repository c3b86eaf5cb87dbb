"""Time that is waited for without waiting."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Seconds:
    """A clock for turns: whoever waits for one, waits no time at all, and the clock says that they did."""

    now: float = 1000.0
    waited: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds
