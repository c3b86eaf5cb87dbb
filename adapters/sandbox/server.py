"""Opens the sandbox: one HTTP server with every provider's API, the results, and the control endpoint."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.http.listener import bind, served, url_of
from adapters.sandbox import apixo
from adapters.sandbox.apixo_input import Generation, Rules
from adapters.sandbox.book import TaskBook
from adapters.sandbox.callbacks import Caller
from adapters.sandbox.control import Control
from adapters.sandbox.desk import Desk
from adapters.sandbox.faultbook import FaultBook, to_rule
from adapters.sandbox.gate import Gate
from adapters.sandbox.lasting import LastingWorkshop
from adapters.sandbox.media import Media
from adapters.sandbox.shelf import open_shelf
from adapters.sandbox.studio import open_studio
from adapters.sandbox.workshop import Workshop

CALLBACK_PAUSES: Final = (timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120))
"""The waits before a callback is repeated: three times, the first after 30 s; the others are not documented."""

_ENVELOPES: Final = {voice.provider: voice.envelope for voice in (apixo.ApixoVoice(),)}


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox. `url` is its root; the methods do what the control endpoint does."""

    url: str
    key: str
    workshop: Workshop
    control: Control

    @property
    def apixo_base_url(self) -> str:
        """What stands before `/generateTask/…`."""
        return self.url + apixo.BASE_PATH

    def overview(self) -> dict[str, Any]:
        """The tasks, `submits` by owner (callback address, else prompt), and the sums."""
        return self.control.overview()

    def counts(self) -> Mapping[str, Any]:
        """The sums alone: tasks, in_flight, in_flight_max, submits_max, status_calls, requests."""
        return self.workshop.book.counts()

    def fault(self, name: str, **fields: Any) -> None:
        """Add a rule: `sandbox.fault("429", times=3, value="5", prompt="kite")`. Raises ValueError."""
        self.workshop.faults.rules.append(to_rule({"fault": name, **fields}))

    def clear_faults(self) -> None:
        """Forget the rules; the words in prompts go on working."""
        self.workshop.faults.rules.clear()

    def set_delay(self, delay: timedelta) -> None:
        """How long tasks made from now on take."""
        self.workshop.delay = delay

    def reset(self) -> None:
        """Forget tasks, counts and rules; stop what runs."""
        self.control.reset()


@asynccontextmanager
async def open_sandbox(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    key: str = "sandbox",
    delay: timedelta = timedelta(seconds=3),
    clip: bytes | None = None,
    generations: frozenset[Generation] = frozenset(Generation),
    https_callbacks: bool = False,
    requests_per_minute: int = 10_000,
    tasks_at_once: int = 1_000,
    callback_pauses: Sequence[timedelta] = CALLBACK_PAUSES,
    callback_patience: timedelta = timedelta(seconds=30),
    keep_tasks: int = 20_000,
    keep: Path | None = None,
    customer_url: str = "",
) -> AsyncIterator[Sandbox]:
    """Serve until the block ends. `port` 0 takes a free one; `clip` is served for every task instead of rendering.

    Tasks and films outlive the sandbox in the folder `keep`: the next one there goes on with them, at the same port
    where it can. `customer_url` is the root that callbacks of such tasks go to, where it may have changed meanwhile.
    Raises `AlreadyRunning` for a folder that another sandbox keeps.
    """
    async with AsyncExitStack() as stack:
        shelf = stack.enter_context(open_shelf(keep, _ENVELOPES)) if keep else None
        kept = await asyncio.to_thread(shelf.load) if shelf else []
        listener = stack.enter_context(_bind(host, port, shelf.last_port() if shelf else 0))
        if shelf:
            shelf.note_port(listener.getsockname()[1])
        studio = await stack.enter_async_context(open_studio(clip, keep / "films" if keep else None))
        http = await stack.enter_async_context(_session())
        workshop = LastingWorkshop(
            book=TaskBook(keep_tasks, shelf),
            faults=FaultBook(),
            studio=studio,
            caller=Caller(http, callback_pauses, callback_patience),
            http=http,
            group=await stack.enter_async_context(_task_group()),
            delay=delay,
        )
        workshop.base_url = url_of(listener)
        stack.callback(workshop.cancel_all)
        desk = Desk(workshop=workshop, key=key, gate=Gate(requests_per_minute, tasks_at_once))
        control = Control(workshop, [desk.gate], key)
        app = web.Application(middlewares=[_counter(workshop.book)])
        app.add_routes(apixo.ApixoApi(desk, Rules(generations, https_callbacks)).routes())
        app.add_routes(Media(workshop, desk.closing).routes())
        app.add_routes(control.routes())
        workshop.take_up(kept, customer_url)
        await stack.enter_async_context(served(app, listener))
        stack.callback(desk.closing.set)
        yield Sandbox(workshop.base_url, key, workshop, control)


def _session() -> aiohttp.ClientSession:
    """For callbacks and pictures: no limit on connections beyond the tasks themselves, and no cookies kept."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256), cookie_jar=aiohttp.DummyCookieJar())


@asynccontextmanager
async def _task_group() -> AsyncIterator[asyncio.TaskGroup]:
    """A task group that lets an error of the block through as it is, instead of in an exception group."""
    raised: BaseException | None = None
    async with asyncio.TaskGroup() as group:
        try:
            yield group
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised = error
    if raised is not None:
        raise raised


def _counter(book: TaskBook) -> Middleware:
    """Counts the answers of the APIs by method and status, such as `POST 429`; 499 is a connection we broke."""

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if not request.path.startswith(("/control/", "/media/")):
            book.requests[f"{request.method} {response.status}"] += 1
        return response

    return count


def _bind(host: str, port: int, last_port: int) -> socket.socket:
    """The port; where any will do, the one of the last run if it is free. Raises OSError."""
    if not port and last_port:
        with suppress(OSError):
            return bind(host, last_port)
    return bind(host, port)
