"""Draws small pictures for sprites: smooth outlines and plain shapes, in pixels of a frame with unit 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from adapters.sandbox.render.colour import Rgb
from adapters.sandbox.render.sprite import Sprite

Point = tuple[float, float]
_DENSITY: Final = 2.0
_COARSE: Final = 8
_LARGE: Final = 100_000
"""A sheet with more pixels than this is not drawn finer than the sprite: there its edges are smooth enough."""


class Pen:
    """A transparent sheet of `width` by `height`, its origin in the middle, y downwards."""

    def __init__(self, width: float, height: float, unit: float) -> None:
        self._fine = 1 if width * height > _LARGE else 2
        self._scale = unit * _DENSITY * self._fine
        self._size = (round(width * unit * _DENSITY) * self._fine, round(height * unit * _DENSITY) * self._fine)
        self._unit = unit
        self.image = Image.new("RGBA", self._size, (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], colour: Rgb, opacity: float = 1.0) -> None:
        """Straight edges."""
        self._draw.polygon([self._at(point) for point in points], fill=_ink(colour, opacity))

    def shape(self, points: Sequence[Point], colour: Rgb, opacity: float = 1.0) -> None:
        """A closed smooth outline through the points."""
        self.polygon(smooth_loop(points), colour, opacity)

    def disc(self, x: float, y: float, rx: float, colour: Rgb, ry: float = 0.0, *, opacity: float = 1.0) -> None:
        """A circle, or an upright ellipse."""
        tall = ry or rx
        (x0, y0), (x1, y1) = self._at((x - rx, y - tall)), self._at((x + rx, y + tall))
        self._draw.ellipse((x0, y0, x1, y1), fill=_ink(colour, opacity))

    def line(self, points: Sequence[Point], colour: Rgb, width: float, opacity: float = 1.0) -> None:
        """A stroke with round joints and ends."""
        places = [self._at(point) for point in points]
        thick = max(1, round(width * self._scale))
        ink = _ink(colour, opacity)
        self._draw.line(places, fill=ink, width=thick, joint="curve")
        for x, y in (places[0], places[-1]):
            self._draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=ink)

    def glow(self, x: float, y: float, radius: float, colour: Rgb, opacity: float) -> None:
        """Soft light behind everything drawn so far."""
        # A blur is slow, and needs few pixels.
        wide, high = (side / _COARSE for side in self._size)
        (cx, cy), reach = self._at((x, y)), radius / 2 * self._scale
        box = [place / _COARSE for place in (cx - reach, cy - reach, cx + reach, cy + reach)]
        small = Image.new("L", (math.ceil(wide), math.ceil(high)), 0)
        ImageDraw.Draw(small).ellipse(box, fill=round(255 * opacity))
        small = small.filter(ImageFilter.GaussianBlur(radius * self._scale / 4.5 / _COARSE))
        light = small.resize(self._size, Image.Resampling.BILINEAR, (0, 0, wide, high))
        below = Image.new("RGBA", self._size, _ink(colour, 1.0))
        below.putalpha(light)
        below.alpha_composite(self.image)
        self.image = below
        self._draw = ImageDraw.Draw(self.image)

    def shade(self, colour: Rgb, opacity: float, turn: float = 0.0) -> None:
        """Darken or lighten what is drawn towards one side: 0 is right, a quarter turn is down."""
        ys, xs = np.mgrid[-0.5:0.5:48j, -0.5:0.5:48j]
        share = np.clip((xs * np.cos(turn) + ys * np.sin(turn)) * 2.2, 0, 1) * opacity
        mask = Image.fromarray((share * 255).astype(np.uint8))
        box = self.image.getbbox() or (0, 0, 1, 1)
        part = self.image.crop(box)
        wide, high = (48 / side for side in self._size)
        edges = (box[0] * wide, box[1] * high, box[2] * wide, box[3] * high)
        alpha = part.getchannel("A")
        part.paste(_ink(colour, 1.0), (0, 0), mask.resize(part.size, Image.Resampling.BILINEAR, edges))
        part.putalpha(alpha)
        self.image.paste(part, box[:2])

    def sprite(self) -> Sprite:
        """What was drawn."""
        return Sprite(self.image.reduce(self._fine), _DENSITY)

    def _at(self, point: Point) -> Point:
        return self._size[0] / 2 + point[0] * self._scale, self._size[1] / 2 + point[1] * self._scale


def smooth_loop(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A closed Catmull-Rom curve through the points."""
    loop = np.asarray(points, np.float64)
    before, after, beyond = np.roll(loop, 1, 0), np.roll(loop, -1, 0), np.roll(loop, -2, 0)
    shares = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * loop + (after - before) * shares + (2 * before - 5 * loop + 4 * after - beyond) * shares**2
        + (3 * loop - before - 3 * after + beyond) * shares**3
    )  # fmt: skip
    return [(float(x), float(y)) for x, y in curve.transpose(1, 0, 2).reshape(-1, 2)]


def _ink(colour: Rgb, opacity: float) -> tuple[int, int, int, int]:
    red, green, blue = (round(255 * max(0.0, min(1.0, band))) for band in colour)
    return red, green, blue, round(255 * opacity)
