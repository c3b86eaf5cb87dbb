"""The lock that lets only one running bot own an SQLite file. The system gives it back when the process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.storage.errors import AlreadyRunning


@contextmanager
def owned(database: Path) -> Iterator[None]:
    """Own the database while inside. Raises `AlreadyRunning` at once where another process does."""
    lock = os.open(database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(lock)
        except OSError as error:
            raise AlreadyRunning(database) from error
        yield
    finally:
        os.close(lock)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
