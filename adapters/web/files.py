"""The page's own files and the videos, as routes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.web.media_folder import MediaFolder
from adapters.web.refusal import Refusal
from bot.texts import page_answers

STATIC: Final = Path(__file__).parent / "static"

_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Files:
    """Serves exactly the files that were there at the start, by name: no path of a request reaches the disk."""

    media: MediaFolder
    known: dict[str, Path]

    @classmethod
    def over(cls, media: MediaFolder) -> Files:
        """Look once at what there is to serve."""
        known = {str(path.relative_to(STATIC).as_posix()): path for path in STATIC.rglob("*") if path.suffix in _TYPES}
        return cls(media, known)

    async def page(self, _: web.Request) -> web.StreamResponse:
        """`GET /`: the same empty page for everybody; it asks for its content itself."""
        return self._file("index.html")

    async def login(self, _: web.Request) -> web.StreamResponse:
        """`GET /login`."""
        return self._file("login.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        """`GET /static/…`."""
        return self._file(request.match_info["name"])

    async def video(self, request: web.Request) -> web.StreamResponse:
        """`GET /media/{job}.mp4`, in ranges where the browser asks for them."""
        try:
            path = self.media.path(request.match_info["job"])
        except ValueError:
            raise Refusal(404, page_answers.page_unknown_video()) from None
        if not path.is_file():
            raise Refusal(404, page_answers.page_unknown_video())
        return web.FileResponse(path, headers={"Content-Type": "video/mp4", "Cache-Control": "private, max-age=86400"})

    def _file(self, name: str) -> web.StreamResponse:
        path = self.known.get(name)
        if path is None:
            raise Refusal(404, page_answers.page_unknown_file())
        return web.FileResponse(path, headers={"Content-Type": _TYPES[path.suffix], "Cache-Control": "no-cache"})
