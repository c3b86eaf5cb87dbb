"""What people do, as requests of Slack's to our listener: signed, not too old, and each only once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.ports import Clock, Store

log = structlog.get_logger()

LARGEST: Final = 1_000_000
"""Bytes. The largest forms are some hundred thousand."""

SIGNATURE: Final = "X-Slack-Signature"
SOURCE: Final = "slack-signature"

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


def add_slack_event_route(
    app: web.Application, *, dispatch: Dispatch, signing_secret: str, store: Store, clock: Clock
) -> None:
    """`POST /slack/events`: 401 for what is not signed, wrongly or long ago, or was here already; 413 for too much.

    https://docs.slack.dev/authentication/verifying-requests-from-slack. Slack's own retries are signed anew.
    """
    verifier = SignatureVerifier(signing_secret)

    async def receive(request: web.Request) -> web.Response:
        body = await _bounded(request)
        if body is None:
            return web.Response(status=413)
        headers = {name: value for name, value in request.headers.items() if name.startswith("X-Slack-")}
        if not _is_signed(verifier, body, headers):
            return web.Response(status=401)
        signature = headers[SIGNATURE]
        if not await store.write(lambda tx: tx.seen.first_time(SOURCE, signature, clock.now())):
            log.warning("slack_request_replayed")
            return web.Response(status=401)
        return await to_aiohttp_response(await dispatch(await to_bolt_request(request)))

    app.router.add_post("/slack/events", receive)


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: dict[str, str]) -> bool:
    """Within the last five minutes, with our secret, over these very bytes."""
    try:
        return SIGNATURE in headers and verifier.is_valid_request(body, headers)
    except (ValueError, UnicodeDecodeError):
        return False


async def _bounded(request: web.Request) -> bytes | None:
    if (request.content_length or 0) > LARGEST:
        return None
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        return None
    return body if len(body) <= LARGEST else None
