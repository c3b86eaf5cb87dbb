"""Room on the disk: how much is free, how much a folder takes, and what it means when there is none."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.domain.errors import StorageFull

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Turn the operating system's word for a full disk into `StorageFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull from error
        raise


def free_bytes(folder: Path) -> int:
    """What we may still write into this folder's file system."""
    return shutil.disk_usage(folder).free


def bytes_in(folder: Path) -> int:
    """What the files below a folder take; those that go away meanwhile count as nothing."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size  # noqa: PTH118 - paths as objects cost four times as much
            except FileNotFoundError:
                continue
    return total
