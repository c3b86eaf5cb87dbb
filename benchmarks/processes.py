"""Runs one measurement in a process of its own, between stand-ins in another."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.load import Load
from benchmarks.standin_process import open_standins

LONGEST: Final = 120
"""Seconds that one measurement may take."""


class MeasurementFailed(Exception):
    """The measuring process ended without an answer, or took too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the stand-in provider does: tasks take `delay` seconds, results have `lengths` bytes, the last for good."""

    delay: float
    lengths: tuple[int, ...] = (50_000,)


async def measure_bare(task: Task, load: Load) -> dict[str, Any]:
    """A run of the bare script."""
    return await _measure(task, "benchmarks.bare", *_arguments(load))


async def measure_bot(task: Task, load: Load, database: str | Path) -> dict[str, Any]:
    """A run of the bot on `sqlite`, `postgres` or an SQLite file."""
    return await _measure(task, "benchmarks.measured_bot", "--database", str(database), *_arguments(load))


async def _measure(task: Task, module: str, *arguments: str) -> dict[str, Any]:
    async with open_standins(delay=task.delay, lengths=task.lengths) as standins:
        return await run_module(module, "--standins", standins, *arguments)


async def run_module(module: str, *arguments: str) -> dict[str, Any]:
    """The JSON object a module of ours prints. Raises `MeasurementFailed`; what it has to say goes to our stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(LONGEST):
            out, _ = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise MeasurementFailed(f"{module} ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(out)
    return answer


def _arguments(load: Load) -> tuple[str, ...]:
    return tuple(f"--{name.replace('_', '-')}={value}" for name, value in asdict(load).items())
