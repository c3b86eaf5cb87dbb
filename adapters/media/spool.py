"""The spool: a folder where a video lies between download and post, and nothing stays behind."""

from __future__ import annotations

import asyncio
import fcntl
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from adapters.media.disk import bytes_in, free_bytes, full_disk_told
from adapters.media.names import name_on_disk
from adapters.media.published import PublishedVideos
from bot.domain.errors import StorageFull
from bot.domain.job import JobId
from bot.ports import Clock

_RUN: Final = "run-"
_VIDEO: Final = "video.mp4"
_SMALL: Final = 8 * 2**20
"""Bytes. To give back the blocks of larger files takes a file system a while."""
_MEASURE_EVERY: Final = 1.0
"""Seconds. The spool is measured now and then, not for every room."""


@dataclass(slots=True, kw_only=True)
class FolderSpool:
    """The port `Spool` on a folder. Every running bot has a folder of its own inside, so several can share one spool.

    `reserve_bytes` of the disk are kept free; all rooms together take `most_bytes` at most, give or take what is
    being written. `published` is None without a public address.
    """

    folder: Path
    own_folder: Path
    clock: Clock
    published: PublishedVideos | None
    reserve_bytes: int
    most_bytes: int
    _measured_at: float = field(default=float("-inf"), init=False)
    _measured: int = field(default=0, init=False)

    @asynccontextmanager
    async def room(self, job_id: JobId) -> AsyncIterator[Path]:
        """See `bot.ports.Spool`. Two rooms for one job are two places."""
        place = self.own_folder / f"{name_on_disk(job_id)}.{secrets.token_hex(4)}"
        try:
            # A few calls of the system: less time than a thread takes to start.
            self._make_room(place)
            yield place / _VIDEO
        finally:
            if not _cleared_at_once(place):
                # Shielded, so that a cancelled delivery cleans up as well.
                await asyncio.shield(asyncio.to_thread(shutil.rmtree, place, ignore_errors=True))

    async def publish(self, job_id: JobId, path: Path, filename: str) -> str | None:
        """See `bot.ports.Spool`. Raises `StorageFull` also where all published videos together are over their bound."""
        if self.published is None:
            return None
        return await asyncio.to_thread(self.published.put, job_id, path, filename, self.clock.now())

    async def expire(self, now: datetime) -> int:
        """Delete published videos whose link has ended; how many. To be called now and then."""
        return 0 if self.published is None else await asyncio.to_thread(self.published.expire, now)

    def _make_room(self, place: Path) -> None:
        with full_disk_told():
            place.mkdir(parents=True)
        if free_bytes(place) < self.reserve_bytes or self._bytes_taken() > self.most_bytes:
            raise StorageFull

    def _bytes_taken(self) -> int:
        now = time.monotonic()
        if now - self._measured_at >= _MEASURE_EVERY:
            self._measured_at, self._measured = now, bytes_in(self.folder)
        return self._measured


@asynccontextmanager
async def open_spool(
    folder: Path,
    *,
    clock: Clock,
    published: PublishedVideos | None = None,
    reserve_bytes: int = 200 * 10**6,
    most_bytes: int = 10 * 10**9,
) -> AsyncIterator[FolderSpool]:
    """Make the folder, delete what crashed runs left behind, and take part in it until the end.

    Published videos lie elsewhere and are not counted. Raises `StorageFull`, and OSError where the folder cannot be
    written.
    """
    own_folder = folder / f"{_RUN}{secrets.token_hex(8)}"
    lock = await asyncio.to_thread(_enter, folder, own_folder)
    try:
        yield FolderSpool(
            folder=folder,
            own_folder=own_folder,
            clock=clock,
            published=published,
            reserve_bytes=reserve_bytes,
            most_bytes=most_bytes,
        )
    finally:
        _remove(own_folder)
        lock.close()


def _cleared_at_once(place: Path) -> bool:
    """Remove the place where that is a matter of two calls: one small video, and nothing beside it."""
    try:
        if (place / _VIDEO).stat().st_size > _SMALL:
            return False
        (place / _VIDEO).unlink()
        place.rmdir()
    except OSError:
        return False
    return True


def _enter(folder: Path, own_folder: Path) -> BinaryIO:
    """Sweep, and make our own folder under a lock that ends with this process."""
    with full_disk_told():
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        # The lock comes first: a folder that is there and not locked has lost its owner.
        lock = _locked(_lock_of(own_folder))
        assert lock is not None  # the name is new
        own_folder.mkdir()
        return lock


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_RUN}*/"):
        lock = _locked(_lock_of(left))
        if lock is not None:
            with lock:
                _remove(left)


def _remove(run_folder: Path) -> None:
    shutil.rmtree(run_folder, ignore_errors=True)
    _lock_of(run_folder).unlink(missing_ok=True)


def _lock_of(run_folder: Path) -> Path:
    return run_folder.with_name(f"{run_folder.name}.lock")


def _locked(path: Path) -> BinaryIO | None:
    """The file, locked until it is closed; None where another process holds it."""
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
