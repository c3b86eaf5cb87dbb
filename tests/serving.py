"""Applications of the tests on loopback, served as the bot serves its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.http.listener import bind, served, url_of


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """The address of the application, at a port that was free; whoever still waits at the end is sent away soon."""
    listener = bind("127.0.0.1", 0)
    async with served(app, listener, patience=0.1):
        yield url_of(listener)
