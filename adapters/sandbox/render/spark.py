"""Soft dots, streaks and threads in one colour: snow, stars, embers, rain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from adapters.sandbox.render.canvas import Canvas, faded
from adapters.sandbox.render.colour import Array, Rgb, to_yuv

PHASES: Final = 4
"""Parts of a pixel, in both directions, for which a spark has its masks."""

_LEVELS: Final = 24
_GREY: Final = 7


@dataclass(frozen=True, slots=True)
class Spark:
    """A soft dot in one colour, for snow, stars and embers: its masks for each quarter of a pixel.

    One with hardly any colour of its own leaves the chroma beneath it alone.
    """

    colour: tuple[int, int, int]
    masks: tuple[Image.Image, ...]
    _faded: dict[tuple[int, int], tuple[Image.Image, Image.Image]] = field(default_factory=dict)

    @property
    def is_coloured(self) -> bool:
        """Whether it has a colour of its own."""
        return max(abs(band - 128) for band in self.colour[1:]) > _GREY

    def paint(self, canvas: Canvas, x: float, y: float, opacity: float = 1.0) -> None:
        """Show it with its middle at (x, y)."""
        level = min(round(opacity * _LEVELS), _LEVELS)
        if level <= 0:
            return
        left, top = math.floor(x), math.floor(y)
        phase = int((y - top) * PHASES) * PHASES + int((x - left) * PHASES)
        mask, half = self._faded.get((phase, level)) or self._fade(phase, level)
        width, height = mask.size
        at = (left - width // 2, top - height // 2)
        luma, u, v = self.colour
        canvas.y.paste(luma, at, mask)
        if self.is_coloured:
            corner = (at[0] // 2, at[1] // 2)
            canvas.u.paste(u, corner, half)
            canvas.v.paste(v, corner, half)

    def _fade(self, phase: int, level: int) -> tuple[Image.Image, Image.Image]:
        mask = self.masks[phase % len(self.masks)]
        mask = mask if level == _LEVELS else faded(mask, level / _LEVELS)
        self._faded[phase, level] = mask, mask.reduce(2)
        return self._faded[phase, level]


def soft_spark(colour: Rgb, radius: float, opacity: float = 1.0, hardness: float = 0.0) -> Spark:
    """A dot of about `radius` pixels; `hardness` 0 is a glow, 1 a disc."""
    reach = math.ceil(radius * 1.5) + 1
    shapes = [
        _dot(reach, column / PHASES, row / PHASES, radius, hardness) * opacity
        for row in range(PHASES)
        for column in range(PHASES)
    ]
    return Spark(to_yuv(colour), tuple(to_mask(shape) for shape in shapes))


def streak_spark(colour: Rgb, length: float, slant: float, opacity: float, thickness: float = 0.8) -> Spark:
    """A drop of rain: a thin line that fades towards its upper end; `slant` is its sideways share."""
    reach = math.ceil(length) + 2
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    along = np.clip((ys / length + 1) / 2, 0, 1)
    inside = (np.abs(ys) <= length).astype(np.float32)
    shape = np.exp(-(((xs - ys * slant) / thickness) ** 2)) * along * inside * opacity
    # A line so thin shows no colour: only its light is worth painting.
    return Spark((to_yuv(colour)[0], 128, 128), (to_mask(shape.astype(np.float32)),))


def flat_spark(colour: Rgb, size: float) -> Spark:
    """A glint on water: a glow pressed flat."""
    whole = soft_spark(colour, size, 0.9).masks[0]
    return Spark(to_yuv(colour), (whole.resize((max(whole.width * 2, 2), max(whole.height // 3, 1))),))


def paint_thread(
    canvas: Canvas, points: Sequence[tuple[float, float]], colour: Rgb, width: float, opacity: float
) -> None:
    """A thin smooth line."""
    left, top = (2 * math.floor((min(place) - width) / 2) for place in zip(*points, strict=True))
    right, bottom = (2 * math.ceil((max(place) + width) / 2) for place in zip(*points, strict=True))
    mask = Image.new("L", ((right - left) * 2, (bottom - top) * 2), 0)
    places = [((x - left) * 2, (y - top) * 2) for x, y in points]
    ImageDraw.Draw(mask).line(places, fill=round(255 * opacity), width=max(1, round(width * 2)), joint="curve")
    fine, (luma, u, v) = mask.reduce(2), to_yuv(colour)
    half = fine.reduce(2)
    canvas.y.paste(luma, (left, top), fine)
    canvas.u.paste(u, (left // 2, top // 2), half)
    canvas.v.paste(v, (left // 2, top // 2), half)


def to_mask(shape: Array) -> Image.Image:
    """Shares from 0 to 1 as a mask."""
    return Image.fromarray((np.clip(shape, 0, 1) * 255).astype(np.uint8))


def _dot(reach: int, dx: float, dy: float, radius: float, hardness: float) -> Array:
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    distance = np.hypot(xs - dx, ys - dy) / radius
    glow = np.exp(-(distance**2) * 2.2)
    disc = np.clip((1 - distance) * radius + 0.5, 0, 1)
    shape: Array = (glow * (1 - hardness) + disc * hardness).astype(np.float32)
    return shape
