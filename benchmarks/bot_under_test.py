"""The bot as it runs, with real adapters, between a stand-in provider and a stand-in chat platform."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.background import background
from adapters.http.app import add_callback_routes
from adapters.http.listener import served
from adapters.http.signing import Signer
from adapters.media.spool import open_spool
from adapters.media.tools import WorkerMediaTools
from adapters.providers.catalogue import Overrides, load_catalogue
from adapters.providers.client import open_client
from adapters.providers.downloads import HttpDownloads
from adapters.providers.guards import TrustedHosts
from adapters.providers.http_provider import HttpProvider
from adapters.providers.registry import make_account, make_spec
from adapters.storage.backend import open_store
from benchmarks.messenger import BenchMessenger
from benchmarks.transfer import open_http
from bot.domain.job import JobId
from bot.domain.video import ProviderName
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.record_callback import CallbackOutcome, RecordCallback
from bot.usecases.services import Ports, UseCases, wire

PLATFORM: Final = "web"
PROVIDER: Final = ProviderName("apixo")
SECRET: Final = b"nobody guesses a benchmark"
NO_LIMIT: Final = 10_000_000


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See `bot.ports.Clock`."""
        return datetime.now(UTC)


@dataclass(slots=True)
class TimedCallbacks:
    """The real use case, and the moment each callback came in, by `time.perf_counter`."""

    record: RecordCallback
    came_at: dict[str, float] = field(default_factory=dict)

    async def __call__(
        self, provider: ProviderName, job_id: JobId, headers: Mapping[str, str], body: bytes
    ) -> CallbackOutcome:
        """As `RecordCallback`."""
        self.came_at[job_id] = time.perf_counter()
        return await self.record(provider, job_id, headers, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class BotUnderTest:
    """A bot at work."""

    usecases: UseCases
    messenger: BenchMessenger
    callbacks: TimedCallbacks


@asynccontextmanager
async def open_bot_under_test(database: str, standins: str, folder: Path) -> AsyncIterator[BotUnderTest]:
    """Run a bot until the block ends. `standins` is their address, `folder` takes the spool."""
    signer = Signer(SECRET)
    async with AsyncExitStack() as stack:
        backend = await stack.enter_async_context(open_store(database, exclusive=True))
        messenger = BenchMessenger(await stack.enter_async_context(open_http()), standins)
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        spec = make_spec(PROVIDER)
        account = make_account(spec, "no key", f"{standins}/api/v1")
        client = await stack.enter_async_context(open_client(TrustedHosts.parse(["127.0.0.1"])))
        clock = SystemClock()
        usecases = wire(
            Ports(
                store=backend.store,
                queue=backend.queue,
                clock=clock,
                catalogue=load_catalogue(
                    [PROVIDER], overrides={PROVIDER: Overrides(max_tasks=1000, max_requests_per_minute=NO_LIMIT)}
                ),
                policy=QuotaPolicy(daily_videos=NO_LIMIT),
                providers={PROVIDER: HttpProvider(spec, client, account)},
                downloads=HttpDownloads(client, {PROVIDER: account}),
                media=WorkerMediaTools(),
                spool=await stack.enter_async_context(open_spool(folder / "spool", clock=clock)),
                messengers={PLATFORM: messenger},
                callback_url=lambda name, job_id: f"{url}/callbacks/{name}/{signer.callback_token(name, job_id)}",
                image_link=lambda _image_id: None,
                owner="bench",
            )
        )
        callbacks = TimedCallbacks(usecases.record_callback)
        app = web.Application()
        add_callback_routes(app, signer=signer, take=callbacks)
        await stack.enter_async_context(background(usecases.board.run(), usecases.resume.run()))
        await usecases.resume.start()
        await stack.enter_async_context(background(backend.queue.work(usecases.steps)))
        await stack.enter_async_context(served(app, listener))
        yield BotUnderTest(usecases=usecases, messenger=messenger, callbacks=callbacks)
