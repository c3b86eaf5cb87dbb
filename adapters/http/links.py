"""What our signed addresses lead to: published videos, and reference images for providers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.http.signing import LinkKind, Signer
from adapters.media.names import VIDEO_TYPES, safe_filename
from bot import texts
from bot.domain.video import ImageId
from bot.ports import Clock, Store

_GUARDS: Final = {
    "Cache-Control": "private",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address is the key
}


def add_link_routes(app: web.Application, *, signer: Signer, store: Store, links_folder: Path, clock: Clock) -> None:
    """`GET /files/{token}/{filename}` and `GET /images/{token}`; 404 for a token that is not ours or has ended.

    Videos answer range requests. The file name is only what a browser saves the video as.
    """

    async def file(request: web.Request) -> web.StreamResponse:
        name = signer.read_link(LinkKind.FILE, request.match_info["token"], clock.now())
        if name is None or not await asyncio.to_thread((links_folder / name).is_file):
            return _ended()
        return web.FileResponse(links_folder / name, headers=_video_headers(request.match_info["filename"]))

    async def image(request: web.Request) -> web.StreamResponse:
        name = signer.read_link(LinkKind.IMAGE, request.match_info["token"], clock.now())
        data = None if name is None else await store.read(lambda tx: tx.images.get(ImageId(name)))
        if data is None:
            return _ended()
        return web.Response(body=data, content_type="image/jpeg", headers=_GUARDS)

    app.router.add_get("/files/{token}/{filename}", file)
    app.router.add_get("/images/{token}", image)


def _video_headers(filename: str) -> dict[str, str]:
    filename = safe_filename(filename)
    return {
        **_GUARDS,
        "Content-Type": VIDEO_TYPES[Path(filename).suffix],
        "Content-Disposition": f'inline; filename="{filename}"',
    }


def _ended() -> web.Response:
    return web.Response(status=404, text=texts.link_expired(), headers=_GUARDS)
