"""Videos that were too large to post, kept for some days behind a signed link."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.media.disk import bytes_in, free_bytes, full_disk_told
from adapters.media.names import name_on_disk, safe_filename
from bot.domain.errors import StorageFull
from bot.domain.job import JobId

Address = Callable[[str, str, datetime], str]
"""Makes the signed address of a file from its name in the folder, its name for people, and the moment it ends."""

_UNFINISHED = ".part"
_UNFINISHED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVideos:
    """A folder with one file per job. A file's time of change is the moment it was published."""

    folder: Path
    address: Address
    keep: timedelta = timedelta(days=7)
    most_bytes: int = 20 * 10**9
    reserve_bytes: int = 200 * 10**6

    def put(self, job_id: JobId, path: Path, filename: str, now: datetime) -> str:
        """Take the file in and return its address; the same one when the job has been published before.

        Raises `StorageFull`.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        place = self.folder / name_on_disk(job_id)
        if not place.exists() or self._is_over(place, now):
            with full_disk_told():
                self._take_in(path, place, now)
        published = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        return self.address(place.name, safe_filename(filename), published + self.keep)

    def expire(self, now: datetime) -> int:
        """Delete what nobody can open any more, and copies that were never finished; how many files went."""
        if not self.folder.is_dir():
            return 0
        old = [path for path in self.folder.iterdir() if self._is_over(path, now)]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _is_over(self, path: Path, now: datetime) -> bool:
        kept_for = _UNFINISHED_FOR if path.suffix == _UNFINISHED else self.keep
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) + kept_for <= now

    def _take_in(self, path: Path, place: Path, now: datetime) -> None:
        """Whole or not at all: the place has its name only once all bytes are on the disk."""
        part = place.with_name(f"{place.name}.{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            self._link_or_copy(path, part)
            os.utime(part, (now.timestamp(), now.timestamp()))
            _write_through(part)
            part.replace(place)
            _write_through(self.folder)
        finally:
            part.unlink(missing_ok=True)

    def _link_or_copy(self, path: Path, part: Path) -> None:
        size = path.stat().st_size
        if bytes_in(self.folder) + size > self.most_bytes:
            raise StorageFull
        try:
            part.hardlink_to(path)
        except OSError:  # another file system, or one without links
            if free_bytes(self.folder) - size < self.reserve_bytes:
                raise StorageFull from None
            shutil.copyfile(path, part)


def _write_through(path: Path) -> None:
    """Ask for the file's or folder's bytes to be on the disk, not only on their way."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
