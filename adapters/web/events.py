"""Server-sent events: everything that is new since the page last heard from us, and a heartbeat."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from adapters.web.as_json import is_for, message_json
from adapters.web.guard import WHO, secured
from adapters.web.refusal import Refusal
from adapters.web.room import Room, TooManyConnections
from bot.texts import page_answers

HEARTBEAT: Final = 15.0
LONGEST: Final = 3600.0
"""A connection ends after this many seconds; the browser comes back by itself, and its session is checked again."""
WRITE_TIMEOUT: Final = 30.0
BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Events:
    """One connection per open page. Each reads the log at its own speed, so a slow one holds nothing up."""

    room: Room
    heartbeat: float = HEARTBEAT

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """`GET /api/events?after=REV`, or with `Last-Event-ID`: events `hello`, `message`, `beat`."""
        try:
            with self.room.listen() as changed:
                return await self._serve(request, changed)
        except TooManyConnections:
            raise Refusal(503, page_answers.page_busy(), retry_after=10) from None

    async def _serve(self, request: web.Request, changed: asyncio.Event) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        secured(response)
        await response.prepare(request)
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._talk(_Stream(response, request[WHO].user), _last_heard(request), changed)
        return response

    async def _talk(self, stream: _Stream, heard: int, changed: asyncio.Event) -> None:
        await stream.send("hello", {"now": self.room.clock.now().isoformat(), "log": await self.room.identity()})
        while not self.room.is_closed:
            changed.clear()
            heard = await self._send_changes(stream, heard)
            await self._wait(stream, changed)

    async def _send_changes(self, stream: _Stream, heard: int) -> int:
        while changes := await self.room.log.changes_since(heard, BATCH):
            for message in changes:
                if is_for(message, stream.user):
                    await stream.send("message", message_json(message), event_id=message.rev)
            heard = changes[-1].rev
        return heard

    async def _wait(self, stream: _Stream, changed: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self.heartbeat):
                await changed.wait()
        except TimeoutError:
            await stream.beat()


@dataclass(frozen=True, slots=True)
class _Stream:
    """Writes events to one person's connection."""

    response: web.StreamResponse
    user: str

    async def send(self, event: str, body: object, event_id: int | None = None) -> None:
        head = f"event: {event}\n" if event_id is None else f"event: {event}\nid: {event_id}\n"
        await self._write(f"{head}data: {json.dumps(body, ensure_ascii=False)}\n\n")

    async def beat(self) -> None:
        await self._write(": still here\nevent: beat\ndata: 1\n\n")  # a comment alone would not reach the page

    async def _write(self, text: str) -> None:
        async with asyncio.timeout(WRITE_TIMEOUT):
            await self.response.write(text.encode())


def _last_heard(request: web.Request) -> int:
    """The browser's own header wins: it is newer than the address of a connection that was opened earlier."""
    given = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
