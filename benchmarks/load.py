"""A closed loop: so many jobs are under way at every moment, and each that ends makes room for the next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`jobs` in all, `at_once` at any moment, the first of them spread over `ramp` seconds."""

    jobs: int
    at_once: int
    ramp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a load took. `ends` are moments of `time.perf_counter`, in order; `cpu` is seconds of this process."""

    load: Load
    ends: list[float]
    cpu: float

    @property
    def per_second(self) -> float:
        """Jobs a second between the ramp and the running out."""
        first, last = self._steady
        return (last - first) / (self.ends[last] - self.ends[first])

    @property
    def cpu_ms_per_job(self) -> float:
        """Milliseconds of processor time, of all threads of this process."""
        return 1000 * self.cpu / len(self.ends)

    @property
    def _steady(self) -> tuple[int, int]:
        edge = min(self.load.at_once, len(self.ends) // 4)
        return edge, len(self.ends) - 1 - edge


async def pass_load(load: Load, job: Callable[[int], Awaitable[None]]) -> Passed:
    """Run `job(number)` for every number. Any exception ends it all."""
    ends: list[float] = []
    numbers = iter(range(load.jobs))

    async def keep_busy(place: int) -> None:
        await asyncio.sleep(load.ramp * place / load.at_once)
        for number in numbers:
            await job(number)
            ends.append(time.perf_counter())

    cpu = time.process_time()
    async with asyncio.TaskGroup() as group:
        for place in range(min(load.at_once, load.jobs)):
            group.create_task(keep_busy(place))
    return Passed(load=load, ends=ends, cpu=time.process_time() - cpu)
