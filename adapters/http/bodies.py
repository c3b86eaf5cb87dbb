"""Bodies of requests, with a bound."""

from __future__ import annotations

from aiohttp import web


async def bounded_body(request: web.Request, most: int) -> bytes | None:
    """The body; None where it has more than `most` bytes, of which no more than that is read into memory."""
    if (request.content_length or 0) > most:
        return None
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
