"""A closed loop: so many jobs are under way at every moment, and each that ends makes room for the next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`at_once` at any moment, the first of them spread over `ramp` seconds; `jobs` in all, or what `seconds` allow."""

    jobs: int
    at_once: int
    ramp: float
    seconds: float = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a load took. `ends` are moments of `time.perf_counter`, in order; `cpu` is seconds of this process.

    From `full_at` to `ran_out_at` as many jobs as wanted were under way.
    """

    ends: list[float]
    full_at: float
    ran_out_at: float
    cpu: float

    @property
    def per_second(self) -> float:
        """Jobs a second while the load was full."""
        return sum(self.full_at <= end < self.ran_out_at for end in self.ends) / (self.ran_out_at - self.full_at)

    @property
    def cpu_ms_per_job(self) -> float:
        """Milliseconds of processor time, of all threads of this process."""
        return 1000 * self.cpu / len(self.ends)


async def pass_load(load: Load, job: Callable[[int], Awaitable[None]]) -> Passed:
    """Run `job(number)` for every number. Any exception ends it all."""
    ends: list[float] = []
    numbers = iter(range(load.jobs))
    cpu, began = time.process_time(), time.perf_counter()
    ran_out_at = 0.0

    async def keep_busy(place: int) -> None:
        nonlocal ran_out_at
        await asyncio.sleep(load.ramp * place / load.at_once)
        while time.perf_counter() < began + load.seconds and (number := next(numbers, None)) is not None:
            await job(number)
            ends.append(time.perf_counter())
        ran_out_at = ran_out_at or time.perf_counter()

    async with asyncio.TaskGroup() as group:
        for place in range(min(load.at_once, load.jobs)):
            group.create_task(keep_busy(place))
    return Passed(
        ends=ends, full_at=_full_at(began, load, ran_out_at), ran_out_at=ran_out_at, cpu=time.process_time() - cpu
    )


def _full_at(began: float, load: Load, ran_out_at: float) -> float:
    """When the first round is over: twice the ramp, or a third of the time in a short run."""
    return began + min(2 * load.ramp, (ran_out_at - began) / 3)
