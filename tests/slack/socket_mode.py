"""Socket Mode: the connections that the app opens, and what goes over them.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from aiohttp import WSMsgType, web

from tests.bell import Bell
from tests.slack.connections import Connection, envelope_of, hello
from tests.slack.delivery import TIMED_OUT
from tests.slack.told import PATIENCE, Json, Kind, Told

MOST_CONNECTIONS: Final = 10
TICKET_LIVES: Final = 30.0
FAREWELL: Final = 0.3
"""Seconds between Slack's `disconnect` and its hanging up."""


@dataclass(eq=False)
class SocketMode:
    """Who is connected, and the troubles a test can make there. It is a `Way`."""

    bell: Bell
    patience: float = PATIENCE
    pauses: Sequence[float] = (0.0, 0.0, 0.0)
    ping_every: float = 5.0
    origin: str = ""
    """`ws://127.0.0.1:PORT`."""
    opened: int = 0
    """How often the app has asked for an address to connect to."""
    all_connections: list[Connection] = field(default_factory=list)
    unknown: list[Json] = field(default_factory=list)
    """What the app has sent that belongs to nothing it was sent."""
    is_refused: bool = False
    are_sockets_refused: bool = False
    is_frozen: bool = False
    _tickets: dict[str, float] = field(default_factory=dict)
    _sent: dict[str, Told] = field(default_factory=dict)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    @property
    def connections(self) -> list[Connection]:
        """Those that are there, the ones that were asked to leave included."""
        return [connection for connection in self.all_connections if not connection.is_closed]

    async def connected(self, count: int = 1, *, within: float = 5.0) -> None:
        """Wait until so many connections are there which nobody has asked to leave."""
        await self.bell.until(
            lambda: len(self._usable()) >= count or None,
            within=within,
            wanted=lambda: f"{len(self._usable())} connections, not {count}",
        )

    async def disconnected(self, *, within: float = 5.0) -> None:
        """Wait until nobody is connected."""
        await self.bell.until(lambda: not self.connections or None, within=within, wanted=lambda: "still connected")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours, and hang up a little later."""
        leaving = self._usable()
        for connection in leaving:
            connection.is_leaving = True
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}})
        await self.bell.look(lambda: all(one.is_closed for one in leaving), within=FAREWELL)
        for connection in leaving:
            await connection.socket.close()

    def drop(self) -> None:
        """Cut all connections without a word."""
        for connection in self.connections:
            connection.is_closed = True
            if connection.transport is not None:
                connection.transport.abort()
        self.bell.ring()

    def refuse(self, is_refused: bool = True) -> None:
        """Answer `internal_error` to whoever asks where to connect, until told otherwise."""
        self.is_refused = is_refused

    def refuse_sockets(self, are_refused: bool = True) -> None:
        """Say where to connect, and let nobody in there."""
        self.are_sockets_refused = are_refused

    def freeze(self, is_frozen: bool = True) -> None:
        """Leave connections open, and be silent on them: no pings, no answers to pings, nothing new."""
        self.is_frozen = is_frozen
        self.bell.ring()

    def open(self) -> Json:
        """What `apps.connections.open` answers: an address that is good once, and for half a minute."""
        self.opened += 1
        self.bell.ring()
        if self.is_refused:
            return {"ok": False, "error": "internal_error"}
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = time.monotonic() + TICKET_LIVES
        return {"ok": True, "url": f"{self.origin}/socket/{ticket}"}

    async def send(self, told: Told) -> str | None:
        """Send it to one of the connections; without any, wait for one. People do not wait for ever."""
        connection = await self._anybody(None if told.kind is Kind.EVENT else self.patience)
        if connection is None:
            return "no_connection"
        envelope = self._envelope(told)
        await connection.send(envelope)
        await self.bell.look(lambda: told.is_acknowledged or connection.is_closed, within=self.patience)
        return None if told.is_acknowledged else TIMED_OUT

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Speak with one client until somebody hangs up."""
        good_until = self._tickets.pop(request.match_info["ticket"], 0.0)
        if self.are_sockets_refused or good_until < time.monotonic():
            return web.Response(status=408 if good_until else 404)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._live(connection)
        return socket

    async def _live(self, connection: Connection) -> None:
        self.all_connections.append(connection)
        await connection.send(hello(len(self.connections)))
        pinging = asyncio.create_task(self._ping(connection))
        self.bell.ring()
        try:
            await self._listen(connection)
        finally:
            pinging.cancel()
            connection.is_closed = True
            self.bell.ring()

    async def _ping(self, connection: Connection) -> None:
        while not connection.is_closed:
            await asyncio.sleep(self.ping_every)
            if not self.is_frozen:
                await connection.socket.ping(b"Ping from stand-in")

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is WSMsgType.PING and not self.is_frozen:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._take(connection, json.loads(message.data))

    def _take(self, connection: Connection, body: Json) -> None:
        connection.received.append(body)
        told = self._sent.pop(str(body.get("envelope_id")), None)
        if told is None:
            self.unknown.append(body)
        else:
            told.acknowledge(body.get("payload"))
        self.bell.ring()

    async def _anybody(self, within: float | None) -> Connection | None:
        def look() -> list[Connection]:
            return [] if self.is_frozen else self._usable()

        usable = await self.bell.look(look, within=within if within is not None else 1e6)
        return usable[next(self._turns) % len(usable)] if usable else None

    def _usable(self) -> list[Connection]:
        return [connection for connection in self.connections if not connection.is_leaving]

    def _envelope(self, told: Told) -> Json:
        envelope = envelope_of(told)
        self._sent[envelope["envelope_id"]] = told
        return envelope
