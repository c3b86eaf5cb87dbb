"""A connection of Socket Mode, and what is said over it."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field

from aiohttp import web

from tests.slack.told import APP_ID, Json, Kind, Told


@dataclass(eq=False, slots=True)
class Connection:
    """One websocket of the app's."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    is_leaving: bool = False
    is_closed: bool = False
    received: list[Json] = field(default_factory=list)

    async def send(self, body: Json) -> None:
        """Send it, or find that the connection is closed."""
        try:
            await self.socket.send_json(body)
        except (ConnectionError, RuntimeError):
            self.is_closed = True


def hello(connections: int) -> Json:
    """What every connection begins with."""
    return {
        "type": "hello",
        "num_connections": connections,
        "connection_info": {"app_id": APP_ID},
        "debug_info": {"host": "stand-in", "build_number": 1, "approximate_connection_time": 18060},
    }


def envelope_of(told: Told) -> Json:
    """One try to tell something, under an id of its own; only events say which try it is, and why."""
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "type": told.kind.value,
        "payload": told.payload,
        "accepts_response_payload": told.kind is not Kind.EVENT,
    }
    if told.kind is not Kind.EVENT:
        return envelope
    return envelope | {"retry_attempt": told.tries - 1, "retry_reason": (told.reasons or [""])[-1]}
