"""The real bot, with all its real adapters, and the real sandbox, on loopback in this process."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from adapters.bootstrap import Bot, open_bot
from adapters.http.listener import bind, url_of
from adapters.platforms import Paces
from adapters.providers.catalogue import Overrides
from adapters.providers.client import HttpLimits
from adapters.providers.guards import TrustedHosts
from adapters.sandbox.server import Sandbox, open_sandbox
from adapters.settings import Address, Login, Settings
from bot.domain.job import Job, JobId
from tests.builders import APIXO
from tests.chat_client import PageClient, open_client
from tests.chat_page import until
from tests.scenarios.databases import Database
from tests.slack.delivery import NOT_THE_BOT

HASTY: Final = HttpLimits(connect=1, read=1.5, total=3)
"""A provider that hangs is given up in seconds."""

KEPT_TASKS: Final = 100
"""What the sandbox remembers does not grow for ever."""


@dataclass(slots=True)
class ShiftedClock:
    """The machine's clock, and `ahead` of it by as much as a test says."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(slots=True, kw_only=True)
class Town:
    """A bot, a sandbox, and a person at the page. What is said in `studio` stands there for everybody."""

    bot: Bot
    sandbox: Sandbox
    client: PageClient
    clock: ShiftedClock
    folder: Path
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def database(self) -> Database:
        return Database(f"sqlite:///{self.folder / 'bot.sqlite3'}")

    async def ask(self, prompt: str) -> JobId:
        """Ask for a video in the conversation; the id of its job."""
        answer = await self.client.say(f"/sora {prompt}", client_id=f"client-{next(self._numbers):05}")
        assert answer.status == 200, answer
        return await self.job_of(prompt)

    async def job_of(self, prompt: str) -> JobId:
        """The newest job with this prompt."""
        rows = await self.database.rows("SELECT id, request FROM jobs ORDER BY created_at DESC")
        return JobId(next(id_ for id_, request in rows if json.loads(request)["prompt"] == prompt))

    async def job(self, job_id: JobId) -> Job:
        job = await self.bot.backend.store.read(lambda tx: tx.jobs.get(job_id))
        assert job is not None
        return job

    async def ended(self, job_id: JobId, *, within: float = 30) -> Job:
        """The job once it is final, and its card says so."""

        async def final() -> bool:
            return (await self.job(job_id)).is_final and bool((await self.card(job_id))["is_final"])

        await until(final, within=within)
        return await self.job(job_id)

    async def card(self, job_id: JobId) -> dict[str, Any]:
        """What the job's card shows."""
        message = await self.bot.room.log.get(f"card:{job_id}")
        assert message is not None
        return dict(message.body)

    async def video(self, job_id: JobId) -> dict[str, Any] | None:
        """The post with the job's video."""
        message = await self.bot.room.log.get(f"video:{job_id}")
        return None if message is None else dict(message.body)

    async def ledger(self, job_id: JobId) -> list[str]:
        """What the ledger says of the job, in order."""
        rows = await self.database.rows("SELECT job_id, entry FROM quota_ledger ORDER BY closes")
        return [entry for owner, entry in rows if owner == job_id]

    async def used(self) -> int:
        """What the counters say, all together."""
        return sum(used for (used,) in await self.database.rows("SELECT used FROM quota_counters"))

    def submits(self, job_id: JobId) -> int:
        """How many tasks the provider made for this job."""
        found = Counter(self.sandbox.overview()["submits"])
        return sum(count for owner, count in found.items() if f"/{job_id}." in owner)

    def task(self, job_id: JobId) -> dict[str, Any]:
        """The provider's own record of the job."""
        tasks = self.sandbox.overview()["tasks"]
        found: dict[str, Any] = next(task for task in tasks if f"/{job_id}." in task["callback_url"])
        return found

    def spooled(self) -> list[Path]:
        """Files between download and post."""
        return [path for path in (self.folder / "spool").rglob("*") if path.is_file() and path.suffix != ".lock"]


QUICK: Final = Overrides(
    first_poll=timedelta(milliseconds=500),
    poll_every=timedelta(milliseconds=500),
    callback_patience=timedelta(seconds=1),
    deadline=timedelta(seconds=20),
)


@asynccontextmanager
async def open_town(
    folder: Path,
    clip: bytes | None,
    *,
    delay: timedelta = timedelta(milliseconds=300),
    has_public_url: bool = True,
    base_url: str | None = None,
    overrides: Overrides = QUICK,
    paces: Paces | None = None,
    **settings: Any,
) -> AsyncIterator[Town]:
    """Run both until the block ends; afterwards no task may be left. `base_url`: another provider than the sandbox."""
    before = asyncio.all_tasks()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            open_sandbox(clip=clip, delay=delay, callback_pauses=(timedelta(seconds=0.5),) * 3, keep_tasks=KEPT_TASKS)
        )
        listener = bind("127.0.0.1", 0)
        clock = ShiftedClock()
        bot = await stack.enter_async_context(
            open_bot(
                settings_for(folder, listener, base_url or sandbox.apixo_base_url, has_public_url, settings),
                listener,
                overrides=overrides,
                clock=clock,
                card_pace=timedelta(milliseconds=200),
                http_limits=HASTY,
                paces=paces,
            )
        )
        client = await stack.enter_async_context(open_client(bot.url))
        yield Town(bot=bot, sandbox=sandbox, client=client, clock=clock, folder=folder)
    # discord.py waits for its guilds a few seconds longer than for its end.
    await until(lambda: _is_over(before), within=10)
    assert list((folder / "spool").iterdir()) == []


async def _is_over(before: set[asyncio.Task[Any]]) -> bool:
    """Whether everything that was begun is over, but for what is told to whoever comes next."""
    return all(task.get_name() == NOT_THE_BOT for task in asyncio.all_tasks() - before)


def settings_for(
    folder: Path, listener: socket.socket, base_url: str, has_public_url: bool, more: dict[str, Any]
) -> Settings:
    """Settings of a bot at this listener, whose provider is at `base_url`, and `more` of them."""
    host, port = listener.getsockname()[:2]
    values: dict[str, Any] = {
        "database_url": SecretStr(f"sqlite:///{folder / 'bot.sqlite3'}"),
        "data_dir": folder,
        "listen": Address(host, port),
        "public_url": url_of(listener) if has_public_url else None,
        "providers": (APIXO,),
        "accounts": {APIXO: Login(api_key=SecretStr("sandbox"), base_url=base_url)},
        "trusted_hosts": TrustedHosts.parse(["127.0.0.1"]),
        "daily_videos": 1000,
        "web": True,
    }
    return Settings(**{**values, **more})
