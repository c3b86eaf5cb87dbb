"""Renders videos in worker processes, each only once, and has the files in a folder of its own."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from adapters.sandbox.film import Film
from adapters.sandbox.worker import open_pool, render_file

_KEEP_BYTES: Final = 2 * 1024**3
_WHOLE: Final = "?" * 32 + ".mp4"
"""Files named by a film's key. A worker that outlives its parent for a moment may still be busy with others."""


class Studio:
    """Makes films into files. Where a `clip` is given, it is the file of every film."""

    def __init__(self, folder: Path, clip: Path | None, keep_bytes: int = _KEEP_BYTES) -> None:
        self._folder = folder
        self._clip = clip
        self._keep_bytes = keep_bytes
        self._pool: ProcessPoolExecutor | None = None
        self._pending: dict[str, asyncio.Future[Path]] = {}
        self._files: OrderedDict[str, int] = OrderedDict()
        self.rendered = 0

    def take_over(self) -> None:
        """Take in the files that an earlier studio left in the folder, and delete what it did not finish."""
        for part in self.unfinished():
            part.unlink(missing_ok=True)
        left = sorted((path.stat().st_mtime, path) for path in self._folder.glob(_WHOLE))
        self._files.update((path.stem, path.stat().st_size) for _, path in left)

    async def video(self, film: Film) -> Path:
        """The film's file, rendered now unless it lies there already. Two that ask at once wait for the same one."""
        if self._clip is not None:
            return self._clip
        if film.key in self._files:
            self._files.move_to_end(film.key)
            return self._path(film.key)
        if film.key not in self._pending:
            self._start(film)
        return await asyncio.shield(self._pending[film.key])

    def worker_pids(self) -> list[int]:
        """The processes at work."""
        return [] if self._pool is None else list(self._pool._processes)  # noqa: SLF001 - no public way to ask

    def unfinished(self) -> list[Path]:
        """The files being rendered now."""
        return list(self._folder.glob("*.part.mp4"))

    async def close(self) -> None:
        """Stop the workers at their next frame and wait for them."""
        self._running_mark.unlink(missing_ok=True)
        for pending in self._pending.values():
            pending.cancel()
        await asyncio.gather(*self._pending.values(), return_exceptions=True)
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)

    @property
    def _running_mark(self) -> Path:
        """The file whose absence tells the workers to stop."""
        return self._folder / "running"

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.mp4"

    def _start(self, film: Film) -> None:
        making = asyncio.ensure_future(self._make(film))
        self._pending[film.key] = making
        making.add_done_callback(lambda _: self._pending.pop(film.key, None))

    async def _make(self, film: Film) -> Path:
        path = self._path(film.key)
        try:
            await self._in_worker(film, path)
        except BrokenProcessPool:  # a worker was killed; a new pool gets one more try
            self._pool = None
            await self._in_worker(film, path)
        self.rendered += 1
        self._remember(film.key, path.stat().st_size)
        return path

    async def _in_worker(self, film: Film, path: Path) -> None:
        if self._pool is None:
            self._running_mark.touch()
            self._pool = open_pool()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._pool, render_file, film, path, self._running_mark)

    def _remember(self, key: str, size: int) -> None:
        self._files[key] = size
        while sum(self._files.values()) > self._keep_bytes and len(self._files) > 1:
            oldest, _ = self._files.popitem(last=False)
            self._path(oldest).unlink(missing_ok=True)


@asynccontextmanager
async def open_studio(clip: bytes | None, keep: Path | None = None) -> AsyncIterator[Studio]:
    """A studio in the folder `keep`, else in a temporary one that is gone at the end."""
    folder = keep or Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="sora-sandbox-"))
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    clip_path = folder / "clip.mp4" if clip is not None else None
    if clip_path is not None and clip is not None:
        await asyncio.to_thread(clip_path.write_bytes, clip)
    studio = Studio(folder, clip_path)
    await asyncio.to_thread(studio.take_over)
    try:
        yield studio
    finally:
        await studio.close()
        if keep is None:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
