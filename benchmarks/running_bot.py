"""The real command `sora-bot run` as a process, and what can be seen of it from outside."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
import httpx

from benchmarks.transfer import open_http

LONGEST_START: Final = 60


@dataclass(frozen=True, slots=True)
class RunningBot:
    """`started_in`: seconds from the start of the process to its first healthy answer."""

    pid: int
    started_in: float


@asynccontextmanager
async def running_bot(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[RunningBot]:
    """Start it in `folder`, wait until it is well, and stop it at the end. Raises TimeoutError."""
    port = _free_port()
    environment = {"PATH": os.environ["PATH"], "SORA_LISTEN": f"127.0.0.1:{port}", **settings}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(Path(sys.executable).with_name("sora-bot"), "run"),
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(LONGEST_START):
            await _well(f"http://127.0.0.1:{port}/healthz")
        yield RunningBot(process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _well(url: str) -> None:
    async with open_http() as client:
        while not await _answers(client, url):  # noqa: ASYNC110 - asks another process
            await asyncio.sleep(0.005)


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except (httpx.HTTPError, aiohttp.ClientError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
