"""The core's ports, with an adapter behind each."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Final

from adapters.bootstrap.ground import MEGABYTE, Ground
from adapters.http.signing import Signer
from adapters.media.published import PublishedVideos
from adapters.media.spool import open_spool
from adapters.media.tools import WorkerMediaTools
from adapters.providers.account import Account
from adapters.providers.client import HttpClient, open_client
from adapters.providers.downloads import DownloadLimits, HttpDownloads
from adapters.providers.http_provider import HttpProvider
from adapters.providers.registry import make_account, make_spec
from adapters.settings import Settings
from adapters.web.access import PLATFORM
from adapters.web.messenger import WebMessenger
from bot.domain.job import JobId
from bot.domain.video import ImageId, ProviderName
from bot.ports import Messenger, VideoProvider
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.services import Ports

IMAGE_LINK_LIVES: Final = timedelta(hours=6)


async def open_ports(stack: AsyncExitStack, ground: Ground) -> Ports:
    """The adapters behind the ports, open until `stack` is closed."""
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


def _published(ground: Ground) -> PublishedVideos | None:
    if ground.addresses is None:
        return None
    return PublishedVideos(
        folder=ground.links_folder,
        address=ground.addresses.file,
        keep=timedelta(days=ground.settings.link_days),
        reserve_bytes=ground.settings.spool_reserve_mb * MEGABYTE,
    )


def _callback_url(public_url: str | None, signer: Signer) -> Callable[[ProviderName, JobId], str | None]:
    if public_url is None:
        return lambda _provider, _job_id: None
    root = public_url.rstrip("/")
    return lambda provider, job_id: f"{root}/callbacks/{provider}/{signer.callback_token(provider, job_id)}"


def _image_link(ground: Ground) -> Callable[[ImageId], str | None]:
    addresses = ground.addresses
    if addresses is None:
        return lambda _image_id: None
    return lambda image_id: addresses.image(image_id, ground.clock.now() + IMAGE_LINK_LIVES)


def _web_messenger(ground: Ground) -> Messenger:
    limit = ground.settings.web_upload_limit_mb
    return WebMessenger(room=ground.room, media=ground.media, limit=None if limit is None else limit * MEGABYTE)
