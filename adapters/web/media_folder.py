"""The folder of videos that the page plays."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.domain.errors import StorageFull

JOB_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""A job id as part of a file's name and of an address: nothing in it can lead out of the folder."""

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class MediaFolder:
    """One MP4 per job."""

    root: Path

    def path(self, job_id: str) -> Path:
        """Where the job's video lies. Raises ValueError for an id that is none."""
        if not JOB_ID.fullmatch(job_id):
            raise ValueError("not a job id")
        return self.root / f"{job_id}.mp4"

    def find(self, job_id: str) -> Path | None:
        """The job's video, where it is here. Raises ValueError for an id that is none."""
        path = self.path(job_id)
        return path if path.exists() else None

    def remove(self, job_id: str) -> None:
        """Delete the job's video; nothing happens where it is not here. Raises ValueError for an id that is none."""
        self.path(job_id).unlink(missing_ok=True)

    async def place(self, job_id: str, source: Path) -> None:
        """Bring a copy of the file here: whole and on the disk when this returns, or not at all.

        Raises `StorageFull`.
        """
        await asyncio.to_thread(_place, source, self.path(job_id))


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # One name for all tries: what a killed process left of its try goes with the next one.
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(source, part)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull from error
        raise
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """A second name for the same bytes where the file system can, a copy elsewhere."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
    _sync(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
