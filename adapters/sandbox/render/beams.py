"""Shafts of light that fall slantwise through the air."""

from __future__ import annotations

import numpy as np

from adapters.sandbox.render.canvas import Canvas, Layer
from adapters.sandbox.render.colour import Rgb, smooth
from adapters.sandbox.render.noise import curve
from adapters.sandbox.render.shot import Shot, even


class Beams:
    """Two sheets of rays that move past each other. `slant` is how far they lean, in widths per height."""

    def __init__(self, shot: Shot, *, colour: Rgb | None = None, strength: float = 0.4, slant: float = 0.45) -> None:
        rng = shot.rng("beams")
        tint = colour or shot.palette.sun
        height, width = even(shot.height * 0.86), even(shot.width + shot.travel(18) + 4)
        self._step = 8 * shot.unit
        lean = slant if shot.sun[0] < shot.width / 2 else -slant
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        long = width + int(abs(lean) * height) + 2
        columns = np.clip(xs - ys * lean + (long - width if lean > 0 else 0), 0, long - 1).astype(int)
        fade = smooth(1.0, 0.15, ys / height) * strength * (0.5 if shot.palette.is_dark else 1.0)
        picture = np.broadcast_to(np.asarray(tint, np.float32), (height, width, 3))
        self._sheets = [
            Layer(picture, smooth(0.42, 0.95, curve(rng, long, 150 * shot.unit, 3))[columns] * fade, rng, still=True)
            for _ in range(2)
        ]

    def paint(self, canvas: Canvas, t: float) -> None:
        """Wander at two speeds: where the sheets meet, the light swells and fades."""
        for pace, sheet in zip((0.4, 2.2), self._sheets, strict=True):
            sheet.paint(canvas, self._step * t * pace, 0)
