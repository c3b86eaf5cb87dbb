"""What the bot's listener answers: callbacks, links, health, platforms, and the chat page."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import web

from adapters.bootstrap.ground import MEGABYTE, Ground
from adapters.http.app import add_callback_routes, add_health_route
from adapters.http.links import add_link_routes
from adapters.platforms import ServedPlatforms
from adapters.web.access import Access
from adapters.web.page import add_page_routes
from bot.usecases.services import UseCases

log = structlog.get_logger()


def make_application(ground: Ground, usecases: UseCases, platforms: ServedPlatforms) -> web.Application:
    """Everything that our listener answers."""
    app = web.Application(client_max_size=12 * MEGABYTE)
    add_callback_routes(app, signer=ground.signer, take=usecases.record_callback)
    add_health_route(app, lambda: _is_well(ground), ground.platforms.health)
    add_link_routes(
        app, signer=ground.signer, store=ground.backend.store, links_folder=ground.links_folder, clock=ground.clock
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


async def _is_well(ground: Ground) -> bool:
    try:
        async with asyncio.timeout(3):
            await ground.backend.store.read(lambda tx: tx.views.totals())
    except Exception:
        log.exception("database_is_away")
        return False
    return True


def _access(ground: Ground) -> Access:
    settings, password = ground.settings, ground.settings.web_password
    return Access(
        key=ground.secret,
        password=None if password is None else password.get_secret_value(),
        listen_host=settings.listen.host,
        public_url=settings.public_url,
    )
