"""Renders a film into an MP4 file: H.264 and AAC, exactly its size and seconds, ready to be streamed."""

from __future__ import annotations

import colorsys
import random
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from adapters.sandbox.film import Film

FPS = 30
RATE = 48_000


def render(film: Film, path: Path, wanted: Callable[[], bool]) -> None:
    """A placeholder."""
    dice = random.Random(film.key)  # noqa: S311
    width, height = film.size.width, film.size.height
    top, bottom = (np.array(colorsys.hsv_to_rgb(dice.random(), 0.6, v)) * 255 for v in (0.5, 0.95))
    ramp = np.linspace(0, 1, height)[:, None, None]
    sky = (top * (1 - ramp) + bottom * ramp).astype(np.uint8).repeat(width, 1)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=FPS, options={"preset": "superfast", "crf": "21"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = out.add_stream("aac", rate=RATE)
        for number in range(FPS * film.seconds):
            if not wanted():
                raise RuntimeError
            frame = av.VideoFrame.from_ndarray(np.roll(sky, number * 3, 0), format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        t = np.arange(RATE * film.seconds) / RATE
        tone = np.tile(np.sin(t * 220 * 6.28).astype(np.float32) * 0.1, (2, 1))
        sound = av.AudioFrame.from_ndarray(tone, format="fltp", layout="stereo")
        sound.rate = RATE
        sound.pts = 0
        out.mux(audio.encode(sound))
        out.mux(audio.encode(None))
