"""Socket Mode: what people do comes over a connection that we open, so nobody need reach us from outside.

One client of Slack's library after another, for as long as the bot runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.pace import SlackPace
from adapters.slack.refused import SlackTokenRefused
from adapters.slack.web_api.faults import TOKEN_REFUSED, error_code, texts_refused
from adapters.slack.web_api.reaching import SECOND_LOOKS, until_let_in
from adapters.slack.web_api.standing import Standing

log = structlog.get_logger()

_NO_APP_TOKEN: Final = TOKEN_REFUSED | {"not_allowed_token_type", "missing_scope", "invalid_app_token"}
CLOSING: Final = 3.0
"""Seconds for saying goodbye."""


@dataclass(slots=True)
class Socket:
    """Hears what people do in all workspaces that have let the app in."""

    app: AsyncApp
    client: AsyncWebClient
    token: str = field(repr=False)
    standing: Standing
    pace: SlackPace
    _handler: AsyncSocketModeHandler | None = None

    async def run(self) -> None:
        """Be connected until cancelled. Raises `SlackTokenRefused`."""
        tries = 0
        while True:
            began = time.monotonic()
            await self._live()
            tries = 0 if time.monotonic() - began > self.pace.deaf * 2 else tries + 1
            wait = self.pace.waits[min(tries, len(self.pace.waits) - 1)]
            log.warning("slack_socket_begins_anew", in_seconds=wait)
            await asyncio.sleep(wait)

    async def quiet(self) -> None:
        """Hear nothing new."""
        if self._handler is not None:
            await _close(self._handler)

    async def _live(self) -> None:
        """One client, from its first connection until it has been away for too long.

        Not before we know who we are: what is heard earlier would be taken for another's, and be lost.
        """
        await self.standing.reached.wait()
        address = await self._address()
        handler = self._handler = _handler(self.app, self.token, self.client, self.pace)
        try:
            handler.client.wss_uri = address
            async with asyncio.timeout(self.pace.connect):
                await handler.connect_async()  # type: ignore[no-untyped-call] # the library has no types there
            log.info("slack_connected")
            await self._watch(handler)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("slack_socket_away", error=type(error).__name__)
        finally:
            self.standing.is_connected = False
            await _close(handler)

    async def _address(self) -> str:
        """Where to connect. A token counts as refused only when it is so again: Slack may be unwell.

        Any other word of Slack's is waited out, whatever it is: there is more than Slack that this process serves.
        """
        for wait in SECOND_LOOKS:
            try:
                return await until_let_in(lambda: open_connection(self.client, self.token), self.pace)
            except SlackTokenRefused:
                log.warning("slack_app_token_refused")
                await asyncio.sleep(wait)
        return await until_let_in(lambda: open_connection(self.client, self.token), self.pace)

    async def _watch(self, handler: AsyncSocketModeHandler) -> None:
        """Return when the socket has been away for longer than Slack's library should need."""
        last_there = time.monotonic()
        while time.monotonic() - last_there < self.pace.deaf:
            self.standing.is_connected = await handler.client.is_connected()
            if self.standing.is_connected:
                last_there = time.monotonic()
            await asyncio.sleep(self.pace.glance)
        log.warning("slack_socket_deaf", seconds=round(self.pace.deaf))


async def open_connection(client: AsyncWebClient, token: str) -> str:
    """Where to connect, good for one connection within half a minute. Raises `SlackTokenRefused`."""
    try:
        with texts_refused():
            answer = await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        if error_code(error) in _NO_APP_TOKEN:
            raise SlackTokenRefused(is_app_token=True) from None
        raise
    return str(answer["url"])


def _handler(app: AsyncApp, token: str, client: AsyncWebClient, pace: SlackPace) -> AsyncSocketModeHandler:
    """The library's own. Its log tells little, with whole messages in it; ours tells what an operator needs."""
    quiet = logging.getLogger("slack_bolt.socket")
    quiet.setLevel(logging.CRITICAL + 1)
    return AsyncSocketModeHandler(app, token, logger=quiet, web_client=client, ping_interval=pace.ping)


async def _close(handler: AsyncSocketModeHandler) -> None:
    with contextlib.suppress(Exception):  # it is not used again, whatever state it is in
        async with asyncio.timeout(CLOSING):
            await handler.close_async()  # type: ignore[no-untyped-call] # the library has no types there
