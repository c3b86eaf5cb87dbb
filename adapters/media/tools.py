"""The port `MediaTools`: a quick look at MP4 files here, everything that decodes in a worker process."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from adapters.media.mp4 import Verdict, read_clip
from adapters.media.pictures import problem_with
from adapters.media.workers import Answer, Bounds, Workers
from bot.domain.errors import BadImage, ResultNotAVideo, StorageFull
from bot.domain.video import Size
from bot.ports import Clip

_MEMORY: Final = 1536 * 2**20
_IMAGE_PROBLEMS: Final = {"memory": "too_many_pixels", "timeout": "too_many_pixels", "crashed": "not_an_image"}

_SMALL: Final = 2**20
"""Bytes. The boxes of a smaller file are read in less time than a thread takes to start."""


@dataclass(slots=True, kw_only=True)
class WorkerMediaTools:
    """See `bot.ports.MediaTools`. Times are in seconds and count from when a worker is free; `memory` is in bytes.

    One fit runs at a time, so that with two workers a picture never waits for two films.
    """

    workers: Workers = field(default_factory=Workers)
    look_seconds: float = 20
    fit_seconds: float = 180
    memory: int = _MEMORY
    _fitting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def check_video(self, path: Path) -> Clip:
        """Raises `ResultNotAVideo`. A whole MP4 costs a few small reads; other containers are decoded in a worker."""
        is_small = path.stat().st_size <= _SMALL  # noqa: ASYNC240 - quicker than a thread
        found = read_clip(path) if is_small else await asyncio.to_thread(read_clip, path)
        if isinstance(found, Clip):
            return found
        if found is Verdict.NO_VIDEO:
            raise ResultNotAVideo
        answer = await self._run({"task": "probe", "path": _full(path)}, seconds=self.look_seconds)
        if answer.error:
            raise ResultNotAVideo
        return Clip(**{name: answer.fields[name] for name in ("width", "height", "seconds", "bytes")})

    async def fit_video(self, path: Path, limit: int) -> Path | None:
        """Raises `StorageFull`. None also where the film cannot be decoded, or not in time."""
        into = path.with_name(f"{path.stem}.fit.mp4")
        task = {"task": "fit", "path": _full(path), "into": _full(into), "limit": limit}
        fits = False
        try:
            async with self._fitting:
                # Beyond the limit the worker stops by itself; the bound is for one that does not.
                answer = await self._run(task, seconds=self.fit_seconds, file_bytes=limit + 2**20)
            if answer.error == "storage_full":
                raise StorageFull
            fits = answer.fields.get("fits") is True and into.stat().st_size <= limit
        finally:
            if not fits:
                into.unlink(missing_ok=True)
        return into if fits else None

    async def last_picture(self, path: Path) -> bytes:
        """Raises `ResultNotAVideo`. Only the end of the film is decoded."""
        answer = await self._run({"task": "last_picture", "path": _full(path)}, seconds=self.look_seconds)
        if answer.error:
            raise ResultNotAVideo
        return answer.content

    async def prepare_image(self, data: bytes, size: Size, *, pad: bool = False) -> bytes:
        """Raises `BadImage`. Padding shows the whole picture on a blurred copy of itself."""
        if problem := problem_with(data):
            raise BadImage(problem)
        task = {"task": "image", "width": size.width, "height": size.height, "pad": pad}
        answer = await self._run(task, data, seconds=self.look_seconds)
        if answer.error:
            raise BadImage(_IMAGE_PROBLEMS.get(answer.error, answer.error))
        return answer.content

    async def _run(self, task: dict[str, Any], data: bytes = b"", *, seconds: float, file_bytes: int = 0) -> Answer:
        # Two threads decode and encode.
        bounds = Bounds(memory=self.memory, cpu_seconds=2 * math.ceil(seconds), file_bytes=file_bytes)
        return await self.workers.run(task, data, seconds=seconds, bounds=bounds)


def _full(path: Path) -> str:
    """From the root on: the decoder takes what stands before a colon at the beginning for a protocol."""
    return str(path.absolute())
