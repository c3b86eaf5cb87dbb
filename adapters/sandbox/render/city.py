"""Skylines: blocks of houses with lit windows, row behind row."""

from __future__ import annotations

import numpy as np

from adapters.sandbox.render.canvas import Layer
from adapters.sandbox.render.colour import Array, Rgb, blend, mix, rgb
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.ridge import speed_at, width_at
from adapters.sandbox.render.shot import Element, Shot, even

_WALLS = ("3d4b66", "5a5470", "44586b", "6b5560")
_LAMPS = ("ffd98a", "ffc46b", "fff1c9", "ffb08a", "a8e0ff")


def skyline(shot: Shot) -> list[Element]:
    """Four rows; the nearest are roofs at the lower edge."""
    return [_row(shot, index, depth) for index, depth in enumerate((0.08, 0.28, 0.55, 0.95))]


def city_shore(shot: Shot) -> list[Element]:
    """Three rows whose feet stand in the water."""
    return [_row(shot, index, depth, foot=shot.horizon + 1) for index, depth in enumerate((0.06, 0.2, 0.42))]


def _row(shot: Shot, index: int, depth: float, foot: float | None = None) -> Element:
    rng = shot.rng(f"row{index}")
    ground = foot or shot.horizon + (shot.height * 1.04 - shot.horizon) * depth
    tall = shot.height * (0.44 - 0.16 * depth) * (0.85 if foot else 1.0)
    width, height = width_at(shot, depth), even(tall * 1.25)
    shape, paint = np.zeros((height, width), np.float32), _walls(shot, depth, height, width)
    x = -20.0
    while x < width:
        wide = (26 + 74 * depth) * shot.unit * float(rng.uniform(0.6, 1.5))
        high = tall * float(rng.beta(2.2, 2.6)) + tall * 0.12
        _block(shot, rng, shape, paint, int(x), int(wide), int(high), depth)
        x += wide * float(rng.uniform(0.75, 1.15))
    top = even(ground - height)
    return Drift(Layer(paint, shape, rng), top, speed_at(shot, depth * (0.5 if foot else 1.0)))


def _walls(shot: Shot, depth: float, height: int, width: int) -> Array:
    """Facades, hazier towards the street."""
    palette = shot.palette
    wall = palette.lit(rgb(_WALLS[shot.plan.seed % len(_WALLS)]), 0.2 + 0.8 * depth, palette.show * 0.8)
    ys = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    return blend(wall, palette.haze, np.broadcast_to(ys**1.5 * 0.62 * (1 - depth * 0.75), (height, width))).copy()


def _block(
    shot: Shot, rng: np.random.Generator, shape: Array, paint: Array, left: int, wide: int, high: int, depth: float
) -> None:
    """One house: its body, its roof, its shaded side and its windows."""
    height, width = shape.shape
    right, top = min(left + wide, width), height - high
    left = max(left, 0)
    if right - left < 4:
        return
    shape[top:, left:right] = 1
    shade = 0.9 + 0.2 * float(rng.random())
    paint[top:, left:right] *= shade
    paint[top:, (left + right) // 2 : right] *= 0.93
    _roof(shot, rng, shape, paint, left, right, top)
    edge = max(1, round(1.5 * shot.unit))
    paint[top : top + edge, left:right] = mix_into(paint[top : top + edge, left:right], shot.palette.sun, 0.22)
    _windows(shot, rng, paint, left, right, top, depth)


def _roof(shot: Shot, rng: np.random.Generator, shape: Array, paint: Array, left: int, right: int, top: int) -> None:
    """Some have a smaller storey, a mast, or both."""
    unit, middle = shot.unit, (left + right) // 2
    colour = paint[min(top + 2, paint.shape[0] - 1), left]
    if rng.random() < 0.4:
        inset, up = max((right - left) // 4, 1), int((8 + 14 * rng.random()) * unit)
        shape[max(top - up, 0) : top, left + inset : right - inset] = 1
        paint[max(top - up, 0) : top, left + inset : right - inset] = colour
    if rng.random() < 0.22:
        up, thick = int((26 + 34 * rng.random()) * unit), max(1, round(1.5 * unit))
        shape[max(top - up, 0) : top, middle : middle + thick] = 0.9
        paint[max(top - up, 0) : top, middle : middle + thick] = colour


def _windows(shot: Shot, rng: np.random.Generator, paint: Array, left: int, right: int, top: int, depth: float) -> None:
    pane_w, pane_h = (max(2, round((2.2 + 3.4 * depth) * shot.unit)), max(2, round((2.8 + 4.4 * depth) * shot.unit)))
    step_x, step_y = round(pane_w * 2.1), round(pane_h * 1.95)
    lit_share = {Light.NIGHT: 0.42, Light.DUSK: 0.4, Light.SUNSET: 0.28, Light.GREY: 0.25}.get(shot.palette.light, 0.0)
    lamp = rgb(_LAMPS[int(rng.integers(len(_LAMPS)))])
    for y in range(top + step_y, paint.shape[0] - pane_h, step_y):
        for x in range(left + step_x // 2, right - pane_w, step_x):
            tone, share = _pane(shot, rng, lamp, lit_share)
            share *= 0.45 + 0.55 * depth
            spot = paint[y : y + pane_h, x : x + pane_w]
            paint[y : y + pane_h, x : x + pane_w] = mix_into(spot, tone, share)


def _pane(shot: Shot, rng: np.random.Generator, lamp: Rgb, lit_share: float) -> tuple[Rgb, float]:
    """What one window shows: a lamp, the sky, or darkness; and how much of it."""
    if rng.random() < lit_share:
        return mix(lamp, shot.palette.accent, 0.25 * float(rng.random())), 0.55 + 0.45 * float(rng.random())
    return (shot.palette.near, 0.3) if shot.palette.show < 0.5 else (shot.palette.sky[1], 0.34)


def mix_into(part: Array, colour: Rgb, share: float) -> Array:
    """A part of a picture, tinted."""
    return (part + (np.asarray(colour, np.float32) - part) * share).astype(np.float32)
