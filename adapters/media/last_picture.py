"""Takes the last picture out of a film. Runs in the worker process."""

from __future__ import annotations

import io
from collections import deque
from typing import Any, Final

import av
from PIL import Image

from adapters.media.probe import Film, opened

_END: Final = 2.0
"""Seconds before the end from which on pictures are decoded, and from the last picture before that stands by itself."""

_QUALITY: Final = 95


def answer(path: str) -> tuple[dict[str, Any], bytes]:
    """What the worker says: the JPEG, or an error."""
    try:
        with opened(path) as film:
            return {}, _jpeg(_last(film), film.turned)
    except (av.FFmpegError, OSError, ValueError, StopIteration):
        return {"error": "not_a_video"}, b""


def _last(film: Film) -> av.VideoFrame:
    """The last picture, found from shortly before the end, or from the beginning where a film cannot be sought in."""
    for start in (max(0.0, film.seconds - _END), 0.0):
        film.container.seek(int(start * av.time_base))
        pictures = deque(film.container.decode(film.video), maxlen=1)
        if pictures:
            return pictures[0]
    raise ValueError


def _jpeg(frame: av.VideoFrame, turned: int) -> bytes:
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV leaves it so
    out = io.BytesIO()
    (picture.rotate(turned, expand=True) if turned else picture).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
