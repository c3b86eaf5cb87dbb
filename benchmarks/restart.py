"""How soon a bot serves again after a crash, and what an idle one needs."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.memory import proportional_bytes
from benchmarks.running_bot import running_bot
from benchmarks.standin_process import open_standins

SETTLED: Final = 3.0
"""Seconds after which an idle bot has done what there is to do at a start."""


async def measure_restart(jobs: int) -> float:
    """Seconds from the start of `sora-bot run` to its first healthy answer, with so many jobs under way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_standins(delay=3600, lengths=[50_000]) as standins:
            await _crash_with(jobs, folder, standins)
            async with running_bot(folder, _settings(folder, standins)) as bot:
                return bot.started_in


async def measure_idle_memory() -> int:
    """Bytes of the whole process tree of an idle `sora-bot run`; shared pages count once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with running_bot(folder, _settings(folder, "http://127.0.0.1:9")) as bot:
            await asyncio.sleep(SETTLED)
            return proportional_bytes(bot.pid)


def _settings(folder: Path, standins: str) -> Mapping[str, str]:
    return {
        "SORA_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SORA_APIXO_API_KEY": "no-key",
        "SORA_APIXO_BASE_URL": f"{standins}/api/v1",
        "SORA_WEB": "true",
    }


async def _crash_with(jobs: int, folder: Path, standins: str) -> None:
    """Let a bot hand so many jobs to the provider, and kill it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.crashing_bot"),
        *("--database", folder / "bench.sqlite3", "--standins", standins, "--jobs", str(jobs)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            if await process.stdout.readline() != b"in flight\n":
                raise RuntimeError("the bot that should crash did not get that far")
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
