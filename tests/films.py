"""Makes small video files for tests."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def make_film(
    path: Path,
    *,
    width: int = 320,
    height: int = 180,
    seconds: float = 1.0,
    sound: bool = True,
    noise: bool = False,
    codec: str = "libx264",
    rate: int = 10,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a film of a moving pattern, or of noise, which does not compress; the name tells the format."""
    with av.open(str(path), "w", options=options or {}) as film:
        picture = film.add_stream(codec, rate=rate, options={"preset": "ultrafast"} if codec == "libx264" else {})
        assert isinstance(picture, av.VideoStream)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        if noise:
            picture.bit_rate = 20_000_000
        tone = film.add_stream("aac" if path.suffix == ".mp4" else "libopus", rate=48_000) if sound else None
        assert tone is None or isinstance(tone, av.AudioStream)
        for frame in _frames(width, height, int(seconds * rate), noise=noise):
            film.mux(picture.encode(frame))
        film.mux(picture.encode())
        if tone is not None:
            film.mux(tone.encode(_tone(seconds)))
            film.mux(tone.encode())
    return path


def _frames(width: int, height: int, count: int, *, noise: bool) -> list[av.VideoFrame]:
    random = np.random.default_rng(0)
    frames = []
    for index in range(count):
        pixels = random.integers(0, 255, (height, width, 3), np.uint8) if noise else _ramp(width, height, index)
        frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
        frame.pts = index
        frames.append(frame)
    return frames


def _ramp(width: int, height: int, index: int) -> np.typing.NDArray[np.uint8]:
    row = (np.arange(width) + 8 * index) % 256
    return np.repeat(np.tile(row.astype(np.uint8), (height, 1))[:, :, None], 3, axis=2)


def _tone(seconds: float) -> av.AudioFrame:
    wave = np.sin(np.arange(int(48_000 * seconds)) * 0.05).astype(np.float32) * 0.1
    frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
    return frame
