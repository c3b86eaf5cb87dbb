"""Files: looked at, changed, and kept for a while."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.job import JobId
from bot.domain.video import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What a video file is: pixels, seconds, bytes."""

    width: int
    height: int
    seconds: float
    bytes: int


class MediaTools(Protocol):
    """Looks at and changes media files, outside the event loop, bounded in time and memory."""

    async def check_video(self, path: Path) -> Clip:
        """What the file is. Raises `ResultNotAVideo` for anything but a whole, playable video file."""
        ...

    async def fit_video(self, path: Path, limit: int) -> Path | None:
        """A re-encoded copy of at most `limit` bytes beside the file, or None where that would be unwatchable.

        The caller deletes the copy. Raises `StorageFull`.
        """
        ...

    async def last_picture(self, path: Path) -> bytes:
        """The last picture of a video file, upright, as a JPEG. Raises `ResultNotAVideo`."""
        ...

    async def prepare_image(self, data: bytes, size: Size, *, pad: bool = False) -> bytes:
        """A JPEG of exactly `size`: turned upright, cropped to fill (or padded), without metadata.

        Takes JPEG, PNG and WebP up to 10 MB. Raises `BadImage`.
        """
        ...


class Spool(Protocol):
    """The folder where a video lies between download and post, and links to files that were too large to post."""

    def room(self, job_id: JobId) -> AbstractAsyncContextManager[Path]:
        """A path for this job's download. Whatever lies there, and beside it under the same name, goes at the end.

        Raises `StorageFull` where the disk has less room than the operator wants kept free.
        """
        ...

    async def publish(self, job_id: JobId, path: Path, filename: str) -> str | None:
        """Keep the file for some days and return its signed, expiring address; None without a public address.

        A second call for the job returns the first address. Raises `StorageFull`.
        """
        ...
