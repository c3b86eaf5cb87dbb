"""Shafts of light that fall slantwise through the air."""

from __future__ import annotations

import numpy as np

from adapters.sandbox.render.colour import Rgb, smooth
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import curve
from adapters.sandbox.render.shot import Element, Shot, even


def beams(shot: Shot, *, colour: Rgb | None = None, strength: float = 0.4, slant: float = 0.45) -> list[Element]:
    """Two sheets of rays that wander at two speeds: where they meet, the light swells and fades.

    `slant` is how far they lean, in widths per height.
    """
    rng = shot.rng("beams")
    height, width = even(shot.height * 0.86), even(shot.width + shot.travel(18) + 4)
    lean = slant if shot.sun[0] < shot.width / 2 else -slant
    long = width + int(abs(lean) * height) + 2
    ys, xs = np.arange(height)[:, None], np.arange(width)[None]
    columns = np.clip(xs - (ys * lean).astype(int) + (long - width if lean > 0 else 0), 0, long - 1)
    fade = smooth(1.0, 0.15, ys / np.float32(height)) * strength * (0.5 if shot.palette.is_dark else 1.0)
    rays = (smooth(0.42, 0.95, curve(rng, long, 150 * shot.unit, 3)) for _ in range(2))
    return [
        Drift(Layer(colour or shot.palette.sun, ray[columns] * fade, rng, still=True), 0, 8 * shot.unit * pace)
        for ray, pace in zip(rays, (0.4, 2.2), strict=True)
    ]
