"""Starts worker processes, a few at a time, and ends each at its time-out or when nobody waits for it any more."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import structlog

log = structlog.get_logger()

_ROOT: Final = Path(__file__).parents[2]
_LONGEST_ANSWER: Final = 16 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one worker may use: bytes of memory, seconds of processor time, bytes it writes into a file."""

    memory: int
    cpu_seconds: int
    file_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker said. `error` is its word for what went wrong; `crashed` or `timeout` where it said nothing."""

    fields: Mapping[str, Any]
    content: bytes = b""

    @property
    def error(self) -> str | None:
        """The word, or None where the work was done."""
        error: str | None = self.fields.get("error")
        return error


@dataclass(slots=True)
class Workers:
    """Runs tasks in processes of their own, `at_once` at most; the others wait for their turn."""

    at_once: int = 2
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.at_once)

    async def run(self, task: Mapping[str, Any], data: bytes = b"", *, seconds: float, bounds: Bounds) -> Answer:
        """Do one task of `adapters/media/worker.py` within `seconds`, counted from when its turn comes."""
        head = json.dumps({**task, "length": len(data), "bounds": asdict(bounds)}).encode()
        async with self._places:
            answer = await _run(head + b"\n" + data, seconds)
        if answer.error in ("timeout", "crashed"):
            log.warning("media_worker_failed", task=task["task"], why=answer.error)
        return answer


async def _run(message: bytes, seconds: float) -> Answer:
    process = await _started()
    try:
        async with asyncio.timeout(seconds):
            return await _ask(process, message)
    except TimeoutError:
        return Answer({"error": "timeout"})
    except (OSError, EOFError, ValueError):  # it went away, or said something else
        return Answer({"error": "crashed"})
    finally:
        await asyncio.shield(_end(process))


async def _started() -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-m", "adapters.media.worker"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_environment(),
        start_new_session=True,  # Ctrl-C reaches the bot alone, which lets running work finish
    )


def _environment() -> dict[str, str]:
    """Nothing of the bot's environment, which holds secrets, but what Python needs to start."""
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    # Every arena of the C library counts as 64 MB against the bound on memory.
    return {**needed, "PYTHONPATH": str(_ROOT), "MALLOC_ARENA_MAX": "2"}


async def _ask(process: Process, message: bytes) -> Answer:
    """Hand the task over and read the answer; the worker's input stays open, since it ends when that does."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(message)
    await process.stdin.drain()
    fields = json.loads(await process.stdout.readline())
    if not 0 <= fields["length"] <= _LONGEST_ANSWER:
        raise ValueError
    return Answer(fields, await process.stdout.readexactly(fields["length"]))


async def _end(process: Process) -> None:
    """Kill the worker if it still runs, and take note of its end, so that no process and no pipe is left."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    await process.stdout.read()
    await process.wait()
