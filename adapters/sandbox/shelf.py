"""The folder that tasks are kept in from one run of the sandbox to the next: one small file for each."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from adapters.sandbox.task import Envelope, Task
from adapters.sandbox.task_file import NotATask, to_json, to_task
from adapters.storage.owner_lock import owned

KEPT_FOR: Final = timedelta(days=15)
"""The longest that a provider documents for its results (apixo.ai/docs)."""

_log = structlog.get_logger(__name__)


class Shelf:
    """Survives the end of the process at any line: a file has its name only once it is whole.

    What cannot be written or read is told in the log, and the sandbox goes on without it.
    """

    def __init__(self, folder: Path, envelopes: Mapping[str, Envelope]) -> None:
        self._tasks = folder / "tasks"
        self._port = folder / "port"
        self._envelopes = envelopes

    def put(self, task: Task) -> None:
        """Write the task down. It takes a fraction of a millisecond, so that nobody need wait for a thread."""
        _write(self._place(task.id), to_json(task))

    def drop(self, task_id: str) -> None:
        """Forget the task."""
        with suppress(OSError):
            self._place(task_id).unlink()

    def load(self) -> list[Task]:
        """The tasks of the last `KEPT_FOR`, the oldest first. Older ones go; files that hold none stay."""
        for draft in self._tasks.glob("*.part"):
            draft.unlink(missing_ok=True)
        oldest_ms = (time.time() - KEPT_FOR.total_seconds()) * 1000
        tasks = []
        for task in self._readable():
            if task.created_ms < oldest_ms:
                self.drop(task.id)
            else:
                tasks.append(task)
        return sorted(tasks, key=lambda task: task.created_ms)

    def last_port(self) -> int:
        """Where the sandbox listened last, since clients remember the addresses of results; 0 for nowhere."""
        try:
            port = int(self._port.read_bytes())
        except (OSError, ValueError):
            return 0
        return port if 0 < port < 65536 else 0

    def note_port(self, port: int) -> None:
        """Remember where the sandbox listens."""
        _write(self._port, str(port).encode())

    def _place(self, task_id: str) -> Path:
        return self._tasks / f"{task_id}.json"

    def _readable(self) -> Iterator[Task]:
        for path in self._tasks.glob("*.json"):
            try:
                yield self._read(path)
            except (OSError, NotATask) as error:
                _log.warning("sandbox.task_file_skipped", file=path.name, problem=type(error).__name__)

    def _read(self, path: Path) -> Task:
        task = to_task(path.read_bytes(), self._envelopes)
        if self._place(task.id) != path:
            raise NotATask  # a copy of another file
        return task


@contextmanager
def open_shelf(folder: Path, envelopes: Mapping[str, Envelope]) -> Iterator[Shelf]:
    """Keep tasks in the folder, which is made. Raises `AlreadyRunning` where another process does, and OSError."""
    (folder / "tasks").mkdir(parents=True, exist_ok=True)
    with owned(folder / "tasks"):
        yield Shelf(folder, envelopes)


def _write(place: Path, data: bytes) -> None:
    draft = place.with_suffix(".part")
    try:
        draft.write_bytes(data)
        draft.replace(place)
    except OSError as error:
        _log.warning("sandbox.not_kept", file=place.name, problem=error.strerror)
