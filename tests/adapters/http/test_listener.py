"""Whoever comes in when the server closes is sent away, and not forgotten."""

from __future__ import annotations

import asyncio
import socket

import pytest
from aiohttp import web

from adapters.http.listener import bind, served


@pytest.mark.parametrize("turns", range(6))
async def test_a_connection_that_comes_in_at_the_last_moment_ends_with_the_server(turns: int) -> None:
    listener = bind("127.0.0.1", 0)
    async with served(web.Application(), listener, patience=0.1):
        caller = socket.create_connection(listener.getsockname())
        for _ in range(turns):
            await asyncio.sleep(0)
    caller.setblocking(False)

    with caller:
        async with asyncio.timeout(5):
            assert await said_to(caller) == b""


async def said_to(caller: socket.socket) -> bytes:
    """What the server sends, where it did not end the connection."""
    try:
        return await asyncio.get_running_loop().sock_recv(caller, 1)
    except ConnectionResetError:
        return b""
