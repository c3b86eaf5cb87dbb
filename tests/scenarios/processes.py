"""The real command `sora-bot` as a process: started, killed, told to stop, started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import aiohttp

PROGRAM: Final = Path(sys.executable).with_name("sora-bot")
PASSWORD: Final = "open the page please"
LONGEST_START: Final = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that is over: what it returned and all it wrote."""

    code: int
    said: str


async def run_to_end(*arguments: str, folder: Path, settings: Mapping[str, str], within: float = 60) -> Ended:
    """Start the program, and wait until it ends by itself."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *arguments,
        cwd=folder,
        env=environment(settings),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), within)
    except BaseException:
        process.kill()
        await process.communicate()
        raise
    assert process.returncode is not None
    return Ended(process.returncode, said.decode())


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing of ours but where programs are, so that no setting of the machine counts."""
    return {"PATH": os.environ["PATH"], **settings}


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class BotProcess:
    """One bot and its lives. Everything it writes goes into `log`."""

    folder: Path
    settings: Mapping[str, str]
    port: int
    arguments: tuple[str, ...] = ("run",)
    process: Process | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    async def spawn(self) -> None:
        """Start it, and do not wait for anything."""
        assert self.process is None
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                PROGRAM,
                *self.arguments,
                cwd=self.folder,
                env=environment(self.settings),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def start(self) -> None:
        """Start it, and wait until it says that it is well."""
        await self.spawn()
        async with asyncio.timeout(LONGEST_START):
            await self.until_well()

    async def until_well(self) -> None:
        """Wait for a healthy answer."""
        async with aiohttp.ClientSession() as http:
            while not await _is_well(http, self.url):
                assert self.process is not None
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Pull the plug."""
        await self.end(signal.SIGKILL)

    async def end(self, how: signal.Signals, *, within: float = 15) -> int:
        """Send the signal and wait for the end; its exit code."""
        assert self.process is not None
        process, self.process = self.process, None
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        try:
            return await asyncio.wait_for(process.wait(), within)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise


async def _is_well(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(f"{url}/healthz") as answer:
            return answer.status == 200
    except (aiohttp.ClientError, OSError):
        return False


@asynccontextmanager
async def a_bot(folder: Path, database_url: str, apixo_url: str, **more: str) -> AsyncIterator[BotProcess]:
    """A bot with its chat page, not started yet; killed at the end where it still runs. `more`: further settings."""
    port = free_port()
    settings = {
        "SORA_DATABASE_URL": database_url,
        "SORA_DATA_DIR": str(folder / "data"),
        "SORA_LISTEN": f"127.0.0.1:{port}",
        "SORA_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SORA_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "SORA_WEB": "true",
        "SORA_WEB_PASSWORD": PASSWORD,
        "SORA_APIXO_API_KEY": "sandbox",
        "SORA_APIXO_BASE_URL": apixo_url,
        "SORA_TRUSTED_HOSTS": "127.0.0.1",
        "SORA_DAILY_VIDEOS": "1000",
        "SORA_CALLBACK_PATIENCE_SECONDS": "2",
        "SORA_POLL_SECONDS": "1",
        "SORA_LOG_LEVEL": "info",
    }
    bot = BotProcess(folder=folder, settings={**settings, **more}, port=port)
    try:
        yield bot
    finally:
        if bot.process is not None:
            await bot.kill()
