"""A bot at work: opened in the order in which it needs its parts, and stopped backwards."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from adapters.background import background
from adapters.bootstrap.application import make_application
from adapters.bootstrap.ground import Ground, SystemClock
from adapters.bootstrap.models import make_catalogue
from adapters.bootstrap.ports import open_ports
from adapters.http.listener import served, url_of
from adapters.http.signing import Signer
from adapters.platforms import Core, Paces, open_platforms
from adapters.providers.catalogue import Overrides
from adapters.providers.client import HttpLimits
from adapters.settings import Settings, load_secret_key
from adapters.storage.backend import Backend, open_store
from adapters.web.media_folder import MediaFolder
from adapters.web.room import Room
from bot.domain.catalogue import Catalogue
from bot.ports import Clock
from bot.usecases.services import Ports, UseCases, wire

CONVERSATIONS: Final = ("studio", "ideas", "random")
"""What the chat page starts with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot at work. `url` is its listener on this machine; `room` the chat page's, also where no page is served."""

    usecases: UseCases
    backend: Backend
    catalogue: Catalogue
    room: Room
    media: MediaFolder
    url: str


@asynccontextmanager
async def open_bot(
    settings: Settings,
    listener: socket.socket,
    *,
    overrides: Overrides | None = None,
    clock: Clock | None = None,
    card_pace: timedelta = timedelta(seconds=1),
    http_limits: HttpLimits | None = None,
    paces: Paces | None = None,
    tricks: Mapping[str, str] | None = None,
) -> AsyncIterator[Bot]:
    """Run a bot on an already bound socket until the block ends; then it finishes or hands back what is in flight.

    Ends the block with an exception group around `TokenRefused` or `SlackTokenRefused` when a platform takes our token
    no more.

    `overrides` changes the catalogue, `tricks` are the words that a stand-in in the provider's place understands.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        stack.callback(listener.close)
        backend = await stack.enter_async_context(open_store(settings.database_url.get_secret_value(), exclusive=True))
        secret = load_secret_key(settings)
        ground = Ground(
            settings=settings,
            clock=clock,
            card_pace=card_pace,
            http_limits=http_limits,
            tricks=tricks or {},
            secret=secret,
            signer=Signer(secret),
            catalogue=make_catalogue(settings, overrides),
            backend=backend,
            room=Room(backend.chat_log, clock),
            media=MediaFolder(settings.data_folder / "web-media"),
            platforms=await stack.enter_async_context(
                open_platforms(settings, clock, backend, secret, paces or Paces())
            ),
        )
        ports = await open_ports(stack, ground)
        usecases = wire(ports)
        served_platforms = ground.platforms.before(_core(ground, ports, usecases))
        await _add_conversations(ground)
        # From here on the order is that of stopping, backwards: first the listener, then the workers, last the cards.
        stack.push_async_callback(usecases.board.flush)
        await stack.enter_async_context(background(usecases.board.run(), usecases.resume.run()))
        await usecases.resume.start()
        await stack.enter_async_context(background(backend.queue.work(usecases.steps)))
        await stack.enter_async_context(served(make_application(ground, usecases, served_platforms), listener))
        await stack.enter_async_context(served_platforms.serving())
        yield Bot(
            usecases=usecases,
            backend=backend,
            catalogue=ground.catalogue,
            room=ground.room,
            media=ground.media,
            url=url_of(listener),
        )


async def _add_conversations(ground: Ground) -> None:
    now = ground.clock.now()
    for place, name in enumerate(CONVERSATIONS):
        # They are listed in the order of their moments.
        await ground.backend.chat_log.add_conversation(name, name, now + timedelta(milliseconds=place))


def _core(ground: Ground, ports: Ports, usecases: UseCases) -> Core:
    return Core(
        answer=usecases.answer,
        catalogue=ground.catalogue,
        backend=ground.backend,
        clock=ground.clock,
        downloads=ports.downloads,
    )
