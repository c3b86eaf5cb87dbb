"""Starts the stand-ins in a process of their own, so that they share the processor with the bot but not its loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager


@asynccontextmanager
async def open_standins(*, delay: float, lengths: Sequence[int]) -> AsyncIterator[str]:
    """Yield their address. `delay` of a task is in seconds.

    `lengths` are those of the results in bytes, the last one for all that follow.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.standins", "--delay", str(delay)),
        *("--lengths", *map(str, lengths)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()  # ends it, as the end of this process would
        await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        process.kill()
        await process.wait()
