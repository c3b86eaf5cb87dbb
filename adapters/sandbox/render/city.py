"""Skylines: blocks of houses with lit windows, row behind row."""

from __future__ import annotations

import numpy as np

from adapters.sandbox.render.colour import Array, Rgb, blend, rgb
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.ridge import speed_at, width_at
from adapters.sandbox.render.shot import Element, Shot, even

_LIT = {Light.NIGHT: 0.46, Light.DUSK: 0.42, Light.SUNSET: 0.28, Light.GREY: 0.25}
_WALLS = ("3d4b66", "5a5470", "44586b", "6b5560")
_LAMPS = ("ffd98a", "ffc46b", "fff1c9", "ffb08a", "a8e0ff")


def skyline(shot: Shot) -> list[Element]:
    """Four rows; the nearest are roofs at the lower edge."""
    return [_row(shot, index, depth) for index, depth in enumerate((0.08, 0.28, 0.55, 0.95))]


def city_shore(shot: Shot) -> list[Element]:
    """Three rows whose feet stand in the water."""
    return [_row(shot, index, depth, foot=shot.horizon + 1) for index, depth in enumerate((0.06, 0.2, 0.42))]


def _row(shot: Shot, index: int, depth: float, foot: float | None = None) -> Element:
    ground = foot or shot.horizon + (shot.height * 1.04 - shot.horizon) * depth
    tall = shot.height * (0.44 - 0.16 * depth) * (0.85 if foot else 1.0)
    below = 0 if foot else int(shot.height * 0.16)
    row = _Row(shot, index, depth, int(tall * 1.25) + below)
    x = -20.0
    while x < row.shape.shape[1]:
        wide = (26 + 74 * depth) * shot.unit * float(row.rng.uniform(0.6, 1.5))
        high = tall * float(row.rng.beta(2.2, 2.6)) + tall * 0.12
        row.build(int(x), int(wide), int(high) + below)
        x += wide * float(row.rng.uniform(0.75, 1.15))
    row.shape[-int(tall * 0.1) - below :] = 1
    layer = Layer(row.paint, row.shape, row.rng)
    return Drift(layer, even(ground + below - layer.height), speed_at(shot, depth * (0.5 if foot else 1.0)))


def _walls(shot: Shot, depth: float, height: int, width: int) -> Array:
    """Facades, hazier towards the street."""
    palette = shot.palette
    wall = palette.lit(rgb(_WALLS[shot.plan.seed % len(_WALLS)]), 0.2 + 0.8 * depth, palette.show * 0.8)
    ys = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    return blend(wall, palette.haze, np.broadcast_to(ys**1.5 * 0.62 * (1 - depth * 0.75), (height, width)))


class _Row:
    """One row of houses as it is built: `shape` is its alpha map, `paint` its colours."""

    def __init__(self, shot: Shot, index: int, depth: float, height: int) -> None:
        self.shot, self.depth = shot, depth
        self.rng = shot.rng(f"row{index}")
        size = (even(height), width_at(shot, depth))
        self.shape: Array = np.zeros(size, np.float32)
        self._walls = _walls(shot, depth, *size)
        self.paint = self._walls.copy("K")

    def build(self, left: int, wide: int, high: int) -> None:
        """One house: its body, its roof, its shaded side and its windows."""
        height, width = self.shape.shape
        left, right, top = max(left, 0), min(left + wide, width), max(height - high, 0)
        if right - left < 4:
            return
        self.shape[top:, left:right] = 1
        self.paint[top:, left:right] = self._walls[top:, left:right] * (0.9 + 0.2 * float(self.rng.random()))
        self.paint[top:, (left + right) // 2 : right] *= 0.93
        self._roof(left, right, top)
        self._tint((top, left, top + max(1, round(1.5 * self.shot.unit)), right), self.shot.palette.sun, 0.22)
        self._windows(left, right, top)

    def _roof(self, left: int, right: int, top: int) -> None:
        """Some have a smaller storey, a mast, or both."""
        unit, middle, rng = self.shot.unit, (left + right) // 2, self.rng
        colour = self.paint[min(top + 2, self.paint.shape[0] - 1), left].copy()
        parts = []
        if rng.random() < 0.4:
            inset = max((right - left) // 4, 1)
            parts.append((left + inset, right - inset, int((8 + 14 * rng.random()) * unit)))
        if rng.random() < 0.22:
            parts.append((middle, middle + max(1, round(1.5 * unit)), int((26 + 34 * rng.random()) * unit)))
        for start, stop, up in parts:
            self.shape[max(top - up, 0) : top, start:stop] = 1
            self.paint[max(top - up, 0) : top, start:stop] = colour

    def _windows(self, left: int, right: int, top: int) -> None:
        wide, tall = (max(2, round(size * self.shot.unit)) for size in (2.4 + 3.4 * self.depth, 3.0 + 4.4 * self.depth))
        lamp = rgb(_LAMPS[int(self.rng.integers(len(_LAMPS)))])
        ys = np.arange(top + tall * 2, self.paint.shape[0] - tall, round(tall * 1.95))
        xs = np.arange(left + wide, right - wide, round(wide * 2.1))
        tones, shares = _panes(self.shot, self.rng, lamp, (len(ys), len(xs)))
        rows, columns = (ys[:, None] + np.arange(tall)).reshape(-1, 1), (xs[:, None] + np.arange(wide)).reshape(-1)
        glass = shares.repeat(tall, 0).repeat(wide, 1) * np.float32(0.6 + 0.4 * self.depth)
        wall = self.paint[rows, columns]
        self.paint[rows, columns] = blend(wall, tones.repeat(tall, 0).repeat(wide, 1), glass)

    def _tint(self, box: tuple[int, int, int, int], colour: Rgb, share: float) -> None:
        """Mix a colour into a part: top, left, bottom, right."""
        part = self.paint[box[0] : box[2], box[1] : box[3]]
        part += (np.asarray(colour, np.float32) - part) * share


def _panes(shot: Shot, rng: np.random.Generator, lamp: Rgb, shape: tuple[int, int]) -> tuple[Array, Array]:
    """What the windows of a house show: a lamp, the sky, or darkness; and how much of it."""
    lit, warm, bright = rng.random((3, *shape), np.float32)
    is_lit = lit < _LIT.get(shot.palette.light, 0.0)
    dark, share = (shot.palette.near, 0.3) if shot.palette.show < 0.5 else (shot.palette.sky[1], 0.34)
    lamps = blend(lamp, shot.palette.accent, 0.25 * warm)
    return blend(dark, lamps, is_lit), np.where(is_lit, 0.55 + 0.45 * bright, share).astype(np.float32)
