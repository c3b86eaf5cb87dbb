"""The HTTP that the bare script and the bot's stand-in messenger share: one client, and an upload from a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

CONNECTIONS: Final = 64
SMALL: Final = 1_000_000
"""Bytes. A file up to here is read at once."""
BLOCK: Final = 256 * 1024


@asynccontextmanager
async def open_http() -> AsyncIterator[httpx.AsyncClient]:
    """Httpx over aiohttp's connections, the way the bot does it."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
    )
    transport = AiohttpTransport(client=session)
    async with httpx.AsyncClient(transport=transport, timeout=60, trust_env=False) as client:
        yield client


async def download(client: httpx.AsyncClient, url: str, path: Path) -> None:
    """Stream a result into a file."""
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        with path.open("wb") as file:
            async for chunk in response.aiter_raw():
                file.write(chunk)


async def upload(client: httpx.AsyncClient, url: str, job_id: str, path: Path) -> str:
    """Post a file and return the message's id."""
    length = path.stat().st_size  # noqa: ASYNC240 - in the page cache, where a thread would cost more
    content = path.read_bytes() if length <= SMALL else _blocks(path)  # noqa: ASYNC240 - as above
    headers = {"x-job-id": job_id, "content-length": str(length)}
    response = await client.post(url, content=content, headers=headers)
    return str(response.raise_for_status().json()["message"])


async def _blocks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
