"""Clouds: thin streaks high up, heaped ones that drift, and whole seas of them seen from above."""

from __future__ import annotations

import numpy as np

from adapters.sandbox.render.colour import Array, Rgb, blend, mix, smooth
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import billows, cloudy, curve
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.shot import Element, Shot, even


def cloud_elements(shot: Shot) -> list[Element]:
    """The clouds of an ordinary sky."""
    elements: list[Element] = [_streaks(shot)]
    if shot.palette.light is not Light.NIGHT:
        elements += [_heaps(shot, size, index) for index, size in enumerate((0.55, 1.0))]
    return elements


def cloud_sea(shot: Shot) -> list[Element]:
    """Banks of clouds, one behind the other, up to the horizon."""
    return [_bank(shot, step / 5, step) for step in range(6)]


def _streaks(shot: Shot) -> Element:
    rng = shot.rng("streaks")
    height, width = even(shot.horizon * 0.9), even(shot.width + shot.travel(5) + 4)
    map_ = cloudy(rng, (height, width), 54 * shot.unit, stretch=7, octaves=5)
    ys = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    band = smooth(0.05, 0.45, ys) * smooth(1.0, 0.75, ys)
    alpha = smooth(0.5, 0.78, map_) * band * (0.35 if shot.palette.is_dark else 0.6)
    lit, shade = shot.palette.clouds
    return Drift(Layer(blend(shade, lit, smooth(0.3, 1.0, ys + map_ * 0.4)), alpha, rng), 0, 4 * shot.unit)


def _heaps(shot: Shot, size: float, index: int) -> Element:
    """A row of separate heaped clouds with flat feet."""
    rng = shot.rng(f"heaps{index}")
    speed = (5 + 7 * index) * shot.unit
    height, width = even(190 * size * shot.unit), even(shot.width + shot.travel(speed / shot.unit) + 4)
    tops = np.zeros(width, np.float32)
    for middle in _places(rng, width, 560 * size * shot.unit):
        _heap(rng, tops, middle, 74 * size * shot.unit)
    picture, alpha = _shaded(shot, rng, tops, height, softness=9 * size * shot.unit)
    top = shot.horizon * (0.7 - 0.5 * size + 0.1 * float(rng.uniform(-1, 1)))
    return Drift(Layer(picture, alpha * (0.75 + 0.2 * size), rng), even(max(top, 0)), speed)


def _places(rng: np.random.Generator, width: int, gap: float) -> list[float]:
    places, x = [], float(rng.uniform(-0.2, 0.6)) * gap
    while x < width:
        places.append(x)
        x += gap * float(rng.uniform(0.8, 1.7))
    return places


def _heap(rng: np.random.Generator, tops: Array, middle: float, radius: float) -> None:
    """Raise `tops` by overlapping circles, the largest in the middle."""
    xs = np.arange(len(tops), dtype=np.float32)
    for _ in range(9):
        offset = float(rng.normal(0, 1.05))
        size = radius * float(rng.uniform(0.55, 1.0)) * float(np.exp(-(offset**2) / 3.2))
        inside = np.clip(size**2 - (xs - middle - offset * radius * 1.1) ** 2, 0, None)
        tops[:] = np.maximum(tops, np.sqrt(inside) * 1.5)


def _shaded(shot: Shot, rng: np.random.Generator, tops: Array, height: int, softness: float) -> tuple[Array, Array]:
    """A cloud picture below the line `tops` (heights above its foot): lit above, shaded and dissolving below."""
    ys = np.arange(height, 0, -1, dtype=np.float32)[:, None]
    puffs = cloudy(rng, (height, len(tops)), 26 * shot.unit, stretch=1.3, octaves=4) - 0.5
    depth = tops[None] - ys + puffs * 2.2 * softness
    body = smooth(0, softness, depth) * smooth(0, height * 0.24, ys)
    lit, shade = shot.palette.clouds
    light = smooth(height * 0.62, 0, depth + puffs * height * 0.25)
    return blend(shade, lit, light), body


def _bank(shot: Shot, near: float, index: int) -> Element:
    rng = shot.rng(f"bank{index}")
    speed = (4 + 34 * near**1.6) * shot.unit
    radius = (26 + 120 * near) * shot.unit
    top = shot.height * (0.56 + 0.3 * near**1.15)
    height = even(min(shot.height - top + radius, radius * 2.2 + 130 * shot.unit))
    width = even(shot.width + shot.travel(speed / shot.unit) + 4)
    heights = billows(rng, width, radius) + curve(rng, width, radius * 7, 2) * radius * 0.9
    picture, alpha = _bank_picture(shot, rng, heights, height, near)
    return Drift(Layer(picture, alpha, rng), even(top - radius * 0.8), speed)


def _bank_picture(
    shot: Shot, rng: np.random.Generator, heights: Array, height: int, near: float
) -> tuple[Array, Array]:
    ys = np.arange(height, dtype=np.float32)[:, None]
    puffs = cloudy(rng, (height, len(heights)), (16 + 40 * near) * shot.unit, stretch=1.4, octaves=4) - 0.5
    depth = ys - (heights.max() - heights)[None] + puffs * (8 + 22 * near) * shot.unit
    lit, shade = (mix(shot.palette.haze, tone, 0.45 + 0.55 * near) for tone in shot.palette.clouds)
    light = smooth((60 + 150 * near) * shot.unit, 0, depth + puffs * 70 * shot.unit)
    foot = _foot(shot, near)
    picture = blend(blend(shade, lit, light), foot, smooth(height * 0.55, height, ys) * 0.7)
    return picture, smooth(0, (3 + 7 * near) * shot.unit, depth)


def _foot(shot: Shot, near: float) -> Rgb:
    return mix(shot.palette.haze, shot.palette.clouds[1], 0.3 + 0.5 * near)
