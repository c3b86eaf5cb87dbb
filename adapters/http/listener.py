"""The listening socket, and the application served on it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

TURNS: Final = 3
"""Of the event loop, from a connection's arrival until its server has heard of it."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; OSError where the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def url_of(listener: socket.socket) -> str:
    """How programs on this machine reach the listener."""
    host, port = listener.getsockname()[:2]
    return local_url(host, port)


def local_url(host: str, port: int) -> str:
    """How programs on this machine reach what listens there; one that listens everywhere is here, too."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@asynccontextmanager
async def served(app: web.Application, listener: socket.socket, *, patience: float = 1) -> AsyncIterator[None]:
    """Serve until the block ends; requests under way then get `patience` seconds."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=patience)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield
    finally:
        await _let_nobody_in(listener)
        await runner.cleanup()


async def _let_nobody_in(listener: socket.socket) -> None:
    """Wait until those who have come in are known, and can be sent away.

    asyncio forgets a connection that it accepts at the very moment its server closes: it would stay open for ever.
    """
    asyncio.get_running_loop().remove_reader(listener)
    for _ in range(TURNS):
        await asyncio.sleep(0)
