"""Makes a playable MP4 of exactly the bytes asked for: a short film, and a `free` box for the rest."""

from __future__ import annotations

import struct
from io import BytesIO

import av
import numpy as np


def film_of(length: int) -> bytes:
    """A whole MP4 of `length` bytes. Raises ValueError where the film alone is longer (a few kilobytes)."""
    film = _short_film()
    padding = length - len(film)
    if padding < 8:
        raise ValueError(f"a film needs at least {len(film) + 8} bytes")
    return film + struct.pack(">I4s", padding, b"free") + bytes(padding - 8)


def _short_film() -> bytes:
    file = BytesIO()
    with av.open(file, "w", format="mp4") as film:
        picture = film.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 160, 90, "yuv420p"
        for index in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((90, 160, 3), index, np.uint8), "rgb24")
            frame.pts = index
            film.mux(picture.encode(frame))
        film.mux(picture.encode())
    return file.getvalue()
