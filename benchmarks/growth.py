"""What a job costs with a long history in the database, against a short one."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.history import multiply_history
from benchmarks.load import Load
from benchmarks.processes import Task, measure_bot


async def measure_growth(*, few: int, many: int, load: Load, delay: float, rounds: int) -> tuple[float, float]:
    """Milliseconds of processor time a job with `many` finished jobs in the database, and with `few`.

    The two take turns for so many rounds, so that whatever else the machine does meets both; the median round counts.
    """
    task = Task(delay=delay)
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.sqlite3", Path(folder) / "long.sqlite3"
        await measure_bot(task, replace(load, jobs=few, seconds=60), short)
        shutil.copy(short, long)
        await asyncio.to_thread(multiply_history, long, many)
        costs: dict[Path, list[float]] = {short: [], long: []}
        for _ in range(rounds):
            for path in (long, short):
                costs[path].append((await measure_bot(task, load, path))["cpu_ms_per_job"])
    return median(costs[long]), median(costs[short])
