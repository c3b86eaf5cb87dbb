"""Fetches the picture an image-to-video order points to, with the limits providers document."""

from __future__ import annotations

from typing import Final

import aiohttp

from adapters.sandbox.task import Problem

_LIMIT: Final = 10 * 1024 * 1024
_TIMEOUT: Final = aiohttp.ClientTimeout(total=20)
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")  # JPEG, PNG, WebP


async def fetch_picture(http: aiohttp.ClientSession, url: str) -> bytes | Problem:
    """The picture's bytes, or what is wrong with it. At most 10 MB of JPEG, PNG or WebP."""
    try:
        async with http.get(url, timeout=_TIMEOUT) as answer:
            if answer.status != 200:
                return Problem.IMAGE_UNREACHABLE
            return _checked(await _read(answer))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return Problem.IMAGE_UNREACHABLE


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The body, cut just beyond the limit."""
    data = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        data += chunk
        if len(data) > _LIMIT:
            break
    return bytes(data)


def _checked(data: bytes) -> bytes | Problem:
    if len(data) > _LIMIT:
        return Problem.IMAGE_TOO_LARGE
    return data if data.startswith(_SIGNATURES) else Problem.IMAGE_UNSUPPORTED
