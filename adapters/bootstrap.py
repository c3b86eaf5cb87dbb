"""Builds one running bot from its settings: every adapter is opened here, and closed in reverse."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from aiohttp import web

from adapters.background import background
from adapters.http.addresses import Addresses
from adapters.http.app import add_callback_routes, add_health_route
from adapters.http.links import add_link_routes
from adapters.http.listener import served, url_of
from adapters.http.signing import Signer
from adapters.media.published import PublishedVideos
from adapters.media.spool import open_spool
from adapters.media.tools import WorkerMediaTools
from adapters.platforms import Core, Paces, Platforms, ServedPlatforms, open_platforms
from adapters.providers.account import Account
from adapters.providers.catalogue import Overrides, load_catalogue
from adapters.providers.client import HttpClient, HttpLimits, open_client
from adapters.providers.downloads import DownloadLimits, HttpDownloads
from adapters.providers.http_provider import HttpProvider
from adapters.providers.registry import make_account, make_spec
from adapters.settings import Settings, load_secret_key
from adapters.storage.backend import Backend, open_store
from adapters.web.access import PLATFORM, Access
from adapters.web.media_folder import MediaFolder
from adapters.web.messenger import WebMessenger
from adapters.web.page import add_page_routes
from adapters.web.room import Room
from bot.domain.catalogue import Catalogue
from bot.domain.job import JobId
from bot.domain.video import ImageId, ProviderName
from bot.ports import Clock, Messenger, VideoProvider
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.services import Ports, UseCases, wire

log = structlog.get_logger()

MEGABYTE: Final = 1_000_000
IMAGE_LINK_LIVES: Final = timedelta(hours=6)
CONVERSATIONS: Final = ("studio", "ideas", "random")
"""What the chat page starts with."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See `bot.ports.Clock`."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot at work. `url` is its listener on this machine; `room` the chat page's, also where no page is served."""

    usecases: UseCases
    backend: Backend
    catalogue: Catalogue
    room: Room
    media: MediaFolder
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What everything else is built on."""

    settings: Settings
    clock: Clock
    card_pace: timedelta
    http_limits: HttpLimits | None
    tricks: Mapping[str, str]
    secret: bytes
    signer: Signer
    catalogue: Catalogue
    backend: Backend
    room: Room
    media: MediaFolder
    platforms: Platforms

    @property
    def addresses(self) -> Addresses | None:
        """Addresses on our listener; None without a public address."""
        url = self.settings.public_url
        return Addresses(url, self.signer) if url else None


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
        ground = _Ground(
            settings=settings,
            clock=clock,
            card_pace=card_pace,
            http_limits=http_limits,
            tricks=tricks or {},
            secret=secret,
            signer=Signer(secret),
            catalogue=_catalogue(settings, overrides),
            backend=backend,
            room=Room(backend.chat_log, clock),
            media=MediaFolder(settings.data_folder / "web-media"),
            platforms=await stack.enter_async_context(
                open_platforms(settings, clock, backend, secret, paces or Paces())
            ),
        )
        ports = await _ports(stack, ground)
        usecases = wire(ports)
        served_platforms = ground.platforms.before(_core(ground, ports, usecases))
        await _add_conversations(ground)
        # From here on the order is that of stopping, backwards: first the listener, then the workers, last the cards.
        stack.push_async_callback(usecases.board.flush)
        await stack.enter_async_context(background(usecases.board.run(), usecases.resume.run()))
        await usecases.resume.start()
        await stack.enter_async_context(background(backend.queue.work(usecases.steps)))
        await stack.enter_async_context(served(_application(ground, usecases, served_platforms), listener))
        await stack.enter_async_context(served_platforms.serving())
        yield Bot(
            usecases=usecases,
            backend=backend,
            catalogue=ground.catalogue,
            room=ground.room,
            media=ground.media,
            url=url_of(listener),
        )


def _catalogue(settings: Settings, overrides: Overrides | None) -> Catalogue:
    chosen = overrides or Overrides()
    chosen = Overrides(
        max_tasks=settings.max_tasks or chosen.max_tasks,
        max_requests_per_minute=settings.max_requests_per_minute or chosen.max_requests_per_minute,
        first_poll=_seconds(settings.poll_seconds) or chosen.first_poll,
        poll_every=_seconds(settings.poll_seconds) or chosen.poll_every,
        callback_patience=_seconds(settings.callback_patience_seconds) or chosen.callback_patience,
        expected=chosen.expected,
        deadline=_seconds(settings.job_deadline_minutes, 60) or chosen.deadline,
    )
    order = settings.provider_order
    return load_catalogue(order, {"apixo": settings.apixo_input}, dict.fromkeys(order, chosen))


def _seconds(count: int | None, each: int = 1) -> timedelta | None:
    return None if count is None else timedelta(seconds=count * each)


async def _ports(stack: AsyncExitStack, ground: _Ground) -> Ports:
    settings = ground.settings
    client = await stack.enter_async_context(open_client(settings.trusted_hosts, ground.http_limits))
    accounts, providers = _providers(settings, client)
    spool = await stack.enter_async_context(
        open_spool(
            settings.data_folder / "spool",
            clock=ground.clock,
            published=_published(ground),
            reserve_bytes=settings.spool_reserve_mb * MEGABYTE,
        )
    )
    return Ports(
        store=ground.backend.store,
        queue=ground.backend.queue,
        clock=ground.clock,
        catalogue=ground.catalogue,
        policy=QuotaPolicy(settings.daily_videos),
        providers=providers,
        downloads=HttpDownloads(client, accounts, DownloadLimits(video_bytes=settings.max_video_mb * MEGABYTE)),
        media=WorkerMediaTools(),
        spool=spool,
        messengers={PLATFORM: _web_messenger(ground), **ground.platforms.messengers},
        callback_url=_callback_url(settings.public_url, ground.signer),
        image_link=_image_link(ground),
        owner=secrets.token_hex(6),
        owns_database=settings.sqlite_path is not None,
        card_pace=ground.card_pace,
        tricks=ground.tricks,
        tidy=(spool.expire, ground.backend.slack_posts.forget_old),
    )


def _providers(
    settings: Settings, client: HttpClient
) -> tuple[dict[ProviderName, Account], dict[ProviderName, VideoProvider]]:
    accounts: dict[ProviderName, Account] = {}
    providers: dict[ProviderName, VideoProvider] = {}
    for name in settings.provider_order:
        spec, login = make_spec(name, settings.apixo_input), settings.login(name)
        key = "" if login.api_key is None else login.api_key.get_secret_value()
        accounts[name] = make_account(spec, key, login.base_url)
        providers[name] = HttpProvider(spec, client, accounts[name])
    return accounts, providers


def _published(ground: _Ground) -> PublishedVideos | None:
    if ground.addresses is None:
        return None
    return PublishedVideos(
        folder=_links(ground),
        address=ground.addresses.file,
        keep=timedelta(days=ground.settings.link_days),
        reserve_bytes=ground.settings.spool_reserve_mb * MEGABYTE,
    )


def _links(ground: _Ground) -> Path:
    return ground.settings.data_folder / "links"


def _callback_url(public_url: str | None, signer: Signer) -> Callable[[ProviderName, JobId], str | None]:
    if public_url is None:
        return lambda _provider, _job_id: None
    root = public_url.rstrip("/")
    return lambda provider, job_id: f"{root}/callbacks/{provider}/{signer.callback_token(provider, job_id)}"


def _image_link(ground: _Ground) -> Callable[[ImageId], str | None]:
    addresses = ground.addresses
    if addresses is None:
        return lambda _image_id: None
    return lambda image_id: addresses.image(image_id, ground.clock.now() + IMAGE_LINK_LIVES)


def _web_messenger(ground: _Ground) -> Messenger:
    limit = ground.settings.web_upload_limit_mb
    return WebMessenger(room=ground.room, media=ground.media, limit=None if limit is None else limit * MEGABYTE)


async def _add_conversations(ground: _Ground) -> None:
    now = ground.clock.now()
    for place, name in enumerate(CONVERSATIONS):
        # They are listed in the order of their moments.
        await ground.backend.chat_log.add_conversation(name, name, now + timedelta(milliseconds=place))


def _core(ground: _Ground, ports: Ports, usecases: UseCases) -> Core:
    return Core(
        answer=usecases.answer,
        catalogue=ground.catalogue,
        backend=ground.backend,
        clock=ground.clock,
        downloads=ports.downloads,
    )


def _application(ground: _Ground, usecases: UseCases, platforms: ServedPlatforms) -> web.Application:
    app = web.Application(client_max_size=12 * MEGABYTE)
    add_callback_routes(app, signer=ground.signer, take=usecases.record_callback)
    add_health_route(app, lambda: _is_well(ground), ground.platforms.health)
    add_link_routes(
        app, signer=ground.signer, store=ground.backend.store, links_folder=_links(ground), clock=ground.clock
    )
    platforms.add_routes(app)
    if ground.settings.web:
        add_page_routes(
            app,
            core=usecases.answer,
            room=ground.room,
            media=ground.media,
            catalogue=ground.catalogue,
            access=_access(ground),
            clock=ground.clock,
        )
    return app


async def _is_well(ground: _Ground) -> bool:
    try:
        async with asyncio.timeout(3):
            await ground.backend.store.read(lambda tx: tx.views.totals())
    except Exception:
        log.exception("database_is_away")
        return False
    return True


def _access(ground: _Ground) -> Access:
    settings, password = ground.settings, ground.settings.web_password
    return Access(
        key=ground.secret,
        password=None if password is None else password.get_secret_value(),
        listen_host=settings.listen.host,
        public_url=settings.public_url,
    )
