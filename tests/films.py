"""Makes small video files for tests."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image


def make_film(
    path: Path,
    *,
    width: int = 320,
    height: int = 180,
    seconds: float = 1.0,
    sound: bool = True,
    noise: bool = False,
    picture: Image.Image | None = None,
    codec: str = "libx264",
    rate: int = 10,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a film of a moving pattern, of noise, or of one picture; the name tells the format."""
    with av.open(str(path), "w", options=options or {}) as film:
        video = film.add_stream(codec, rate=rate, options={"preset": "ultrafast"} if codec == "libx264" else {})
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        if noise:
            video.bit_rate = 20_000_000
        tone = film.add_stream("aac" if path.suffix == ".mp4" else "libopus", rate=48_000) if sound else None
        assert tone is None or isinstance(tone, av.AudioStream)
        still = None if picture is None else av.VideoFrame.from_ndarray(np.asarray(picture), "rgb24")
        for frame in _frames(width, height, int(seconds * rate), noise=noise, still=still):
            film.mux(video.encode(frame))
        film.mux(video.encode())
        if tone is not None:
            film.mux(tone.encode(_tone(seconds)))
            film.mux(tone.encode())
    return path


def make_sound(path: Path, seconds: float = 1.0) -> Path:
    """Write an MP4 that has a tone and no picture."""
    with av.open(str(path), "w") as film:
        tone = film.add_stream("aac", rate=48_000)
        film.mux(tone.encode(_tone(seconds)))
        film.mux(tone.encode())
    return path


def _frames(
    width: int, height: int, count: int, *, noise: bool, still: av.VideoFrame | None
) -> Iterator[av.VideoFrame]:
    random = np.random.default_rng(0)
    for index in range(count):
        pixels = random.integers(0, 255, (height, width, 3), np.uint8) if noise else _ramp(width, height, index)
        frame = still or av.VideoFrame.from_ndarray(pixels, "rgb24")
        frame.pts = index
        yield frame


def _ramp(width: int, height: int, index: int) -> np.typing.NDArray[np.uint8]:
    row = (np.arange(width) + 8 * index) % 256
    return np.repeat(np.tile(row.astype(np.uint8), (height, 1))[:, :, None], 3, axis=2)


def _tone(seconds: float) -> av.AudioFrame:
    wave = np.sin(np.arange(int(48_000 * seconds)) * 0.05).astype(np.float32) * 0.1
    frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
    return frame
