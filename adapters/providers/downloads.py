"""Fetches results and reference images: bounded in size and time, and with the guards of the HTTP client."""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from adapters.providers.account import Account
from adapters.providers.client import HttpClient, Incoming
from bot.domain.errors import (
    BadImage,
    ForbiddenAddress,
    KeyRefused,
    ProviderTrouble,
    ResultExpired,
    ResultNotAVideo,
    ResultTooLarge,
    StorageFull,
    TimeError,
)
from bot.domain.job_events import Output
from bot.domain.video import ProviderName
from bot.ports import PostedFile

_PIECE: Final = 1 << 20  # written in one go, by a thread
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE: Final = frozenset({401, 403, 404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLimits:
    """Bytes and seconds that a download may take at most, from first to last."""

    video_bytes: int = 1 << 30
    video_seconds: float = 600
    image_bytes: int = 10_000_000
    image_seconds: float = 30


class HttpDownloads:
    """The port `Downloads` over HTTP. `accounts` is who gets which key."""

    def __init__(
        self, client: HttpClient, accounts: Mapping[ProviderName, Account], limits: DownloadLimits | None = None
    ) -> None:
        self._client = client
        self._accounts = accounts
        self._limits = limits or DownloadLimits()

    async def fetch_video(self, provider: ProviderName, output: Output, into: Path) -> int:
        """As `Downloads.fetch_video`; a page or a text where the video should be is a `ResultNotAVideo`."""
        account = self._accounts[provider] if output.needs_key else None
        try:
            async with asyncio.timeout(self._limits.video_seconds), self._client.fetch(output.url, account) as incoming:
                _check_video(incoming, self._limits.video_bytes, has_key=output.needs_key)
                with _part_file(into) as file:
                    return await _copy(incoming, file, self._limits.video_bytes)
        except TimeoutError:
            raise ProviderTrouble("download too slow") from None

    async def fetch_posted(self, file: PostedFile, into: Path) -> int:
        """As `Downloads.fetch_posted`; a page where the video should be is a `ResultNotAVideo`."""
        fetching = self._client.fetch(file.url, bearer=file.bearer)
        try:
            async with asyncio.timeout(self._limits.video_seconds), fetching as incoming:
                _check_video(incoming, self._limits.video_bytes, has_key=False)
                with _part_file(into) as opened:
                    return await _copy(incoming, opened, self._limits.video_bytes)
        except TimeoutError:
            raise ProviderTrouble("download too slow") from None

    async def fetch_image(self, url: str, *, bearer: str | None = None) -> bytes:
        """As `Downloads.fetch_image`."""
        try:
            async with asyncio.timeout(self._limits.image_seconds), self._client.fetch(url, bearer=bearer) as incoming:
                _check_image(incoming, self._limits.image_bytes)
                return await _collect(incoming, self._limits.image_bytes)
        except ForbiddenAddress:
            raise BadImage("forbidden") from None
        except (TimeError, TimeoutError):
            raise BadImage("unreachable") from None


def _check_video(incoming: Incoming, limit: int, *, has_key: bool) -> None:
    if incoming.status == 401 and has_key:
        raise KeyRefused
    if incoming.status in _GONE:
        raise ResultExpired
    if incoming.status != 200:
        raise ProviderTrouble(f"result answered {incoming.status}")
    kind = _content_type(incoming)
    if kind.startswith("text/") or kind.endswith(("json", "xml")) or _is_encoded(incoming):
        raise ResultNotAVideo
    if _length(incoming) > limit:
        raise ResultTooLarge


def _check_image(incoming: Incoming, limit: int) -> None:
    if incoming.status != 200:
        raise BadImage("unreachable")
    kind = _content_type(incoming)
    if not kind.startswith("image/") and kind not in ("application/octet-stream", "binary/octet-stream"):
        raise BadImage("not_an_image")
    if _is_encoded(incoming):
        raise BadImage("unsupported")
    if _length(incoming) > limit:
        raise BadImage("too_large")


def _content_type(incoming: Incoming) -> str:
    return incoming.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_encoded(incoming: Incoming) -> bool:
    """Whether the server packed the body although we asked it not to."""
    return incoming.headers.get("content-encoding", "identity").lower() != "identity"


def _length(incoming: Incoming) -> int:
    """The length that was announced; what really comes is counted, and the client checks that it is all."""
    length = incoming.headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 20 else 0


async def _collect(incoming: Incoming, limit: int) -> bytes:
    data = bytearray()
    async for chunk in incoming.chunks:
        data += chunk
        if len(data) > limit:
            raise BadImage("too_large")
    return bytes(data)


@contextlib.contextmanager
def _part_file(path: Path) -> Iterator[BinaryIO]:
    """A file that stays only where nothing goes wrong. Opening and deleting are quick enough for the event loop."""
    try:
        with path.open("wb", buffering=0) as file:
            yield file
    except BaseException as error:
        with contextlib.suppress(OSError):
            path.unlink()
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise StorageFull from None
        raise


async def _copy(incoming: Incoming, file: BinaryIO, limit: int) -> int:
    total, piece = 0, bytearray()
    async for chunk in incoming.chunks:
        total += len(chunk)
        if total > limit:
            raise ResultTooLarge
        piece += chunk
        if len(piece) >= _PIECE:
            await _write(file, piece)
            piece = bytearray()
    # What is left is less than a piece: it goes to the system's cache in less time than a thread takes to start.
    _write_all(file, piece)
    return total


def _write_all(file: BinaryIO, piece: bytearray) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]


async def _write(file: BinaryIO, piece: bytearray) -> None:
    """Write on a thread, and never leave before it is done: the file may be closed next."""
    writing = asyncio.ensure_future(asyncio.to_thread(_write_all, file, piece))
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait((writing,))
        raise
