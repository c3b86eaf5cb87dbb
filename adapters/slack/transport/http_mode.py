"""`POST /slack/events`: Slack calls us, with events, commands and whatever people press."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.http.bodies import bounded_body
from adapters.slack.arriving import LATEST, arriving, left_of
from adapters.slack.transport.replays import Replays
from adapters.slack.transport.signatures import SIGNATURE, TIMESTAMP, Signatures
from adapters.slack.transport.unsigned import Unsigned
from bot.ports import Clock, Store

EVENTS: Final = "/slack/events"
MOST: Final = 1024 * 1024
"""Bytes of a body."""

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

_PASSED_ON: Final = ("Content-Type", SIGNATURE, TIMESTAMP, "X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""Slack signs no header, so bolt sees only those that Slack is known to send: some others steer bolt itself."""


def add_slack_event_route(
    app: web.Application, *, dispatch: Dispatch, signing_secret: str, store: Store, clock: Clock
) -> None:
    """Hand what Slack has signed to `dispatch`, each request once, and answer with what comes back.

    401 for a signature that is missing, wrong, older than five minutes or was used before, in any process: nothing is
    read of such a body. Slack signs a retry anew, so retries pass; what we could not take, answered with 5xx, may come
    again as it was. 503 where the database is too slow to note the signature in time. 413 for a body over `MOST`.
    """
    signatures, replays = Signatures(signing_secret, clock), Replays(store, clock)
    unsigned = Unsigned(signatures, clock)

    async def receive(request: web.Request) -> web.Response:
        body = await bounded_body(request, MOST)
        if body is None:
            return web.Response(status=413)
        if _is_ssl_check(request, body):
            return web.Response()
        signature = signatures.signature_of(request.headers, body)
        if signature is None:
            unsigned.hear(request.headers, body)
            return web.Response(status=401)
        with arriving():
            return await answer(request, body, signature)

    async def answer(request: web.Request, body: bytes, signature: str) -> web.Response:
        try:
            async with asyncio.timeout(left_of(LATEST)):
                is_first = await replays.is_first(signature)
        except TimeoutError:
            return web.Response(status=503)
        if not is_first:
            return web.Response(status=401)
        answered = BoltResponse(status=500)
        try:
            answered = await dispatch(_to_bolt(request, body))
        finally:
            if answered.status >= 500:
                await replays.take_back(signature)
        return await to_aiohttp_response(answered)

    app.router.add_post(EVENTS, receive)


def _is_ssl_check(request: web.Request, body: bytes) -> bool:
    """Slack asks whether our certificate is good, unsigned: https://github.com/slackapi/bolt-js/issues/1397.

    It gets an empty answer, and nothing else happens, whatever the body says beside it.
    """
    return SIGNATURE not in request.headers and b"ssl_check=1" in body.split(b"&")


def _to_bolt(request: web.Request, body: bytes) -> AsyncBoltRequest:
    """The very bytes that were signed, as UTF-8: another charset in a header would make another text of them."""
    headers: dict[str, str | Sequence[str]] = {
        name: request.headers[name] for name in _PASSED_ON if name in request.headers
    }
    return AsyncBoltRequest(body=_readable(body.decode()), query=request.query_string, headers=headers)


def _readable(form: str) -> str:
    """The same form as bolt can read it: it takes one in which "payload" stands anywhere for one that has a payload."""
    is_form = "payload" in form and not form.startswith("{")
    return form.replace("payload", "p%61yload") if is_form and "payload" not in parse_qs(form) else form
