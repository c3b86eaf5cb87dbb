"""The one listener's application: callbacks, health, and whatever else is mounted on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from adapters.http.bodies import bounded_body
from adapters.http.signing import Signer
from bot.domain.job import JobId
from bot.domain.video import ProviderName
from bot.usecases.record_callback import CallbackOutcome

MAX_CALLBACK: Final = 256 * 1024
"""Bytes. The largest documented callback is a few hundred."""

TakeCallback = Callable[[ProviderName, JobId, Mapping[str, str], bytes], Awaitable[CallbackOutcome]]


def add_callback_routes(app: web.Application, *, signer: Signer, take: TakeCallback) -> None:
    """`POST /callbacks/{provider}/{token}`: the token is checked before a byte of the body is read.

    Answers 200 for everything that needs no second try, also for what changes nothing; 404 for a wrong token,
    413 for a body over `MAX_CALLBACK`, 400 for one that is no callback.
    """

    async def receive(request: web.Request) -> web.Response:
        provider = ProviderName(request.match_info["provider"])
        job_id = signer.read_callback_token(provider, request.match_info["token"])
        if job_id is None:
            return web.Response(status=404)
        body = await bounded_body(request, MAX_CALLBACK)
        if body is None:
            return web.Response(status=413)
        outcome = await take(provider, job_id, request.headers, body)
        return web.Response(status=400 if outcome is CallbackOutcome.UNREADABLE else 200)

    app.router.add_post("/callbacks/{provider}/{token}", receive)


def add_health_route(
    app: web.Application, is_well: Callable[[], Awaitable[bool]], platforms: Callable[[], Mapping[str, str]]
) -> None:
    """`GET /healthz`: 200 while the bot can reach its database, else 503; and in words how the chat platforms are.

    A platform that is away is no reason for a 503: whoever starts the bot anew because of that makes it only worse.
    """

    async def health(_request: web.Request) -> web.Response:
        well = await is_well()
        return web.json_response({"status": "ok" if well else "unwell", **platforms()}, status=200 if well else 503)

    app.router.add_get("/healthz", health)
