"""How long the stand-in takes to render a film, in one of its own workers."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from adapters.sandbox.film import Film
from adapters.sandbox.worker import open_pool, render_file
from bot.domain.video import Size

PROMPTS: Final = (
    "a lighthouse in the rain at night, waves",
    "snow falling on a mountain village in winter",
    "a city at night in the rain, neon",
    "a campfire and tent in the forest at night",
    "a ufo above the forest at night, fog",
    "the northern lights over a mountain lake, aurora and snow",
)
"""Among those that take longest: rain, snow, fog, many windows, rows of trees, the widest sprites."""

_ROUNDS: Final = 3


async def measure_rendering(seconds: int, size: Size) -> float:
    """Seconds for the slowest of these films, each the median of a few, after one to warm up."""
    with open_pool() as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, _slowest, seconds, size)


def _slowest(seconds: int, size: Size) -> float:
    with tempfile.TemporaryDirectory() as name:
        films = [Film(prompt=prompt, seconds=seconds, size=size) for prompt in PROMPTS]
        _timed(films[0], Path(name))
        return max(median(_timed(film, Path(name)) for _ in range(_ROUNDS)) for film in films)


def _timed(film: Film, folder: Path) -> float:
    began = time.perf_counter()
    render_file(film, folder / "film.mp4", folder)
    return time.perf_counter() - began
