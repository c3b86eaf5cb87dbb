"""Serves the finished videos, whole or in the broken ways the faults ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.sandbox.desk import drop
from adapters.sandbox.faults import Stage
from adapters.sandbox.task import TaskState
from adapters.sandbox.workshop import PRIVATE_ADDRESS, Workshop, number

_CODES: Final = {"expired-result": 403, "gone-result": 404, "result-500": 500}
_CHUNK: Final = 65_536
_MEGABYTE: Final = 1024 * 1024
_PAGE: Final = b"<!doctype html><title>Sign in</title><p>This is not a video.</p>" * 40


class Media:
    """The route of the results. Needs no key, like a provider's file host."""

    def __init__(self, workshop: Workshop, closing: asyncio.Event) -> None:
        self._workshop = workshop
        self._closing = closing

    def routes(self) -> list[web.RouteDef]:
        """What the server mounts."""
        return [web.get("/media/{media_id}.mp4", self.serve)]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The video of a task that is done; 404 for any other address."""
        task = self._workshop.book.by_media.get(request.match_info["media_id"])
        if task is None or task.state is not TaskState.DONE:
            return web.Response(status=404)
        struck = {} if "plain" in request.query else self._workshop.faults.strike(Stage.RESULT, task.order)
        task.downloads += 1
        if (answer := _instead(request, struck)) is not None:
            return answer
        path: Path = await self._workshop.film_file(task)
        return await self._file(request, path, struck)

    async def _file(self, request: web.Request, path: Path, struck: Mapping[str, str]) -> web.StreamResponse:
        if not struck:
            return web.FileResponse(path, headers={"Content-Type": "video/mp4", "Cache-Control": "no-store"})
        film = await asyncio.to_thread(path.read_bytes)
        if "short" in struck:
            return web.Response(body=film[: len(film) // 2], content_type="video/mp4")
        if "big" in struck:
            megabytes = number(struck["big"], 64)
            return await _send(request, _padded(film, int(megabytes * _MEGABYTE)), _padded_size(film, megabytes))
        if "no-length" in struck:
            return await _send(request, _chunks(film), None)
        if "slow-result" in struck:
            pause = number(struck["slow-result"], 20) / max(1, -(-len(film) // _CHUNK))
            return await _send(request, self._slowly(film, pause), len(film))
        await _send(request, _chunks(film[: len(film) // 2]), len(film), end=False)
        if "hang-result" in struck:
            await self._closing.wait()
        return drop(request)

    async def _slowly(self, film: bytes, pause: float) -> AsyncIterator[bytes]:
        async for chunk in _chunks(film):
            yield chunk
            try:
                async with asyncio.timeout(pause):
                    await self._closing.wait()
            except TimeoutError:
                continue


def _instead(request: web.Request, struck: Mapping[str, str]) -> web.StreamResponse | None:
    """The answer of a fault that needs no file."""
    for name in _CODES.keys() & struck:
        return web.Response(status=_CODES[name])
    if "empty" in struck:
        return web.Response(body=b"", content_type="video/mp4")
    if "notvideo" in struck:
        return web.Response(body=_PAGE, content_type="video/mp4")
    location = _location(request, struck)
    return None if location is None else web.Response(status=302, headers={"Location": location})


def _location(request: web.Request, struck: Mapping[str, str]) -> str | None:
    if "redirect-private" in struck:
        return struck["redirect-private"] or PRIVATE_ADDRESS
    if "redirect-loop" in struck:
        return request.path
    return f"{request.path}?plain" if "redirect" in struck else None


async def _send(
    request: web.Request, chunks: AsyncIterator[bytes], length: int | None, *, end: bool = True
) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "video/mp4"})
    response.content_length = length
    await response.prepare(request)
    try:
        async for chunk in chunks:
            await response.write(chunk)
        if end:
            await response.write_eof()
    except ConnectionError:  # the client had enough
        return drop(request)
    return response


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


def _padded_size(film: bytes, megabytes: float) -> int:
    return max(len(film), int(megabytes * _MEGABYTE))


async def _padded(film: bytes, size: int) -> AsyncIterator[bytes]:
    """The film, then free space as MP4 files may hold it: large, and still a video."""
    yield film
    left = size - len(film)
    if left < 16:
        yield bytes(max(left, 0))
        return
    yield (1).to_bytes(4) + b"free" + left.to_bytes(8)  # a box with a 64-bit size
    for start in range(16, left, _CHUNK):
        yield bytes(min(_CHUNK, left - start))
