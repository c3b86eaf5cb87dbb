"""Flowers that stand in the foreground: a band of heads in a few colours, small behind and large in front."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from adapters.sandbox.render.colour import Rgb, multiply, pixels_of, rgb
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.palette import Palette
from adapters.sandbox.render.ridge import speed_at, width_at
from adapters.sandbox.render.shot import Element, Shot, even

_FINE = 2
_COLOURS = ("f25f5c", "ffe066", "ffffff", "f7a1c4", "b388eb", "ff9f6b")


def flower_beds(shot: Shot) -> list[Element]:
    """Two bands of flowers."""
    return [_bed(shot, index, depth) for index, depth in enumerate((1.0, 1.12))]


def _bed(shot: Shot, index: int, depth: float) -> Element:
    rng = shot.rng(f"bed{index}")
    width, height = width_at(shot, depth), even(shot.height * (0.15 + 0.05 * index))
    image = Image.new("RGBA", (width * _FINE, height * _FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    tints = [rgb(_COLOURS[int(pick)]) for pick in rng.permutation(len(_COLOURS))[:3]]
    stem = _level(shot.palette, rgb("4f9148"))
    for share in np.sort(rng.random(int(width / (11 + 13 * index) / shot.unit))):
        x, y = float(rng.uniform(0, width)) * _FINE, (0.25 + 0.7 * share**1.2) * height * _FINE
        size = (3.0 + 5.0 * share * depth + 5.5 * index) * shot.unit * _FINE * float(rng.uniform(0.7, 1.25))
        draw.line((x, y, x + size * 0.6, y + size * 5), fill=stem, width=max(1, round(size * 0.22)))
        _head(draw, x, y, size, _level(shot.palette, tints[int(rng.integers(3))]))
    pixels = pixels_of(image.reduce(_FINE))
    top = even(shot.height * (0.81 + 0.04 * index))
    return Drift(Layer(pixels[..., :3], pixels[..., 3], rng), top, speed_at(shot, depth))


def _head(draw: ImageDraw.ImageDraw, x: float, y: float, size: float, petal: tuple[int, int, int, int]) -> None:
    heart = (petal[0] // 2 + 100, petal[1] // 2 + 70, petal[2] // 3, 255)
    for turn in np.arange(5) * 2 * np.pi / 5 + x:
        cx, cy = x + np.cos(turn) * size * 0.62, y + np.sin(turn) * size * 0.5
        draw.ellipse((cx - size * 0.5, cy - size * 0.42, cx + size * 0.5, cy + size * 0.42), fill=petal)
    draw.ellipse((x - size * 0.34, y - size * 0.3, x + size * 0.34, y + size * 0.3), fill=heart)


def _level(palette: Palette, colour: Rgb) -> tuple[int, int, int, int]:
    red, green, blue = palette.lit(multiply(colour, (1.0, 1.0, 1.0)), 0.94, min(1.0, palette.show + 0.2))
    return round(red * 255), round(green * 255), round(blue * 255), 255
