"""The gateway's websocket: one connection of a client, from HELLO to its close."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.discord.gateway import Gateway
from tests.discord.sessions import Connection, Op

UNKNOWN_OPCODE: Final = 4001
DECODE_ERROR: Final = 4002
NOT_AUTHENTICATED: Final = 4003
AUTHENTICATION_FAILED: Final = 4004
ALREADY_AUTHENTICATED: Final = 4005
RATE_LIMITED: Final = 4008
INVALID_VERSION: Final = 4012
MOST_PAYLOADS: Final = 120  # in a minute


async def serve_gateway(request: web.Request, gateway: Gateway, token: str) -> web.StreamResponse:
    """Speak the gateway's protocol with one client until somebody closes."""
    if gateway.is_out:
        assert request.transport is not None
        request.transport.abort()
        return web.Response(status=503)
    socket = web.WebSocketResponse(max_msg_size=0, autoping=True)
    await socket.prepare(request)
    connection = Connection(
        socket,
        request.transport,
        compress=request.query.get("compress") == "zlib-stream",
        heartbeat_seconds=gateway.heartbeat_seconds,
        path=request.path,
    )
    gateway.connections.add(connection)
    if request.query.get("v") != "10" or request.query.get("encoding") != "json":
        connection.close(INVALID_VERSION)
    elif gateway.says_hello:
        connection.send(Op.HELLO, {"heartbeat_interval": int(gateway.heartbeat_seconds * 1000), "_trace": ["stand-in"]})
    writer = asyncio.create_task(connection.write())
    try:
        await _listen(connection, gateway, token)
    finally:
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        gateway.lost(connection, socket.close_code)
    return socket


async def _listen(connection: Connection, gateway: Gateway, token: str) -> None:
    lately: deque[float] = deque(maxlen=MOST_PAYLOADS)
    async for message in connection.socket:
        too_fast = len(lately) == MOST_PAYLOADS and time.monotonic() - lately[0] < 60
        lately.append(time.monotonic())
        try:
            payload = json.loads(message.data) if message.type is WSMsgType.TEXT else None
        except ValueError:
            payload = None
        if not isinstance(payload, dict):
            connection.close(DECODE_ERROR)
        elif too_fast:
            connection.close(RATE_LIMITED)
        else:
            _take(connection, gateway, token, payload)


def _take(connection: Connection, gateway: Gateway, token: str, payload: dict[str, Any]) -> None:
    data: Any = payload.get("d")
    match payload.get("op"):
        case Op.HEARTBEAT:
            connection.beat()
        case Op.IDENTIFY | Op.RESUME if connection.is_known:
            connection.close(ALREADY_AUTHENTICATED)
        case Op.IDENTIFY | Op.RESUME if not isinstance(data, dict) or data.get("token") != token:
            connection.close(AUTHENTICATION_FAILED)
        case Op.IDENTIFY:
            code = gateway.identify(connection, dict(data))
            if code is not None:
                connection.close(code)
        case Op.RESUME:
            gateway.resume(connection, dict(data))
        case Op.PRESENCE | Op.VOICE_STATE | Op.REQUEST_MEMBERS if connection.is_known:
            connection.asked.append(payload)
        case Op.PRESENCE | Op.VOICE_STATE | Op.REQUEST_MEMBERS:
            connection.close(NOT_AUTHENTICATED)
        case _:
            connection.close(UNKNOWN_OPCODE)
