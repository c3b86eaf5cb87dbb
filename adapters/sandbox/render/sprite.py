"""Small pictures that move, turn and grow freely."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from adapters.sandbox.render.canvas import Canvas, faded
from adapters.sandbox.render.colour import pixels_of

_NOTHING: Final = (16, 128, 128, 0)
"""What lies outside a sprite: black without colour, wholly transparent."""


class Sprite:
    """A small picture that moves, turns and grows freely. Drawn from an RGBA image of `density` pixels per pixel."""

    def __init__(self, image: Image.Image, density: float = 2.0) -> None:
        colour = pixels_of(_bled(image))
        luma = colour @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        bands = np.empty((*luma.shape, 4), np.uint8)
        bands[..., 0] = 16 + 219 * luma
        bands[..., 1] = 128 + 224 * (colour[..., 2] - luma) / 1.8556
        bands[..., 2] = 128 + 224 * (colour[..., 0] - luma) / 1.5748
        bands[..., 3] = np.asarray(image.getchannel("A"))
        # Four plain bands: "RGBA" would be multiplied by its alpha on the way, which is not meant for luma and chroma.
        planes = [Image.fromarray(np.ascontiguousarray(bands[..., band])) for band in range(4)]
        # Smoothed once here, so that picking the nearest pixel later gives a smooth edge at a fifth of the cost.
        self._bands = Image.merge("CMYK", planes).filter(ImageFilter.BoxBlur(density * 0.42))
        self._density = density

    def paint(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        *,
        angle: float = 0.0,
        scale: float = 1.0,
        squeeze: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        """Show it with its middle at (x, y), turned by `angle` radians; a negative `squeeze` mirrors it."""
        width, height = self._bands.size
        zoom = self._density / scale
        half_w, half_h = _half_box(width / zoom * abs(squeeze), height / zoom, angle)
        left, top = 2 * math.floor((x - half_w) / 2), 2 * math.floor((y - half_h) / 2)
        size = (2 * math.ceil((half_w * 2 + 4) / 2), 2 * math.ceil((half_h * 2 + 4) / 2))
        if left > canvas.width or top > canvas.height or left + size[0] < 0 or top + size[1] < 0:
            return
        cos, sin = math.cos(angle) * zoom, math.sin(angle) * zoom
        squeeze = math.copysign(max(abs(squeeze), 0.02), squeeze)
        dx, dy = x - left, y - top
        matrix = (
            cos / squeeze, sin / squeeze, width / 2 - (cos * dx + sin * dy) / squeeze,
            -sin, cos, height / 2 + sin * dx - cos * dy,
        )  # fmt: skip
        patch = self._bands.transform(
            size, Image.Transform.AFFINE, matrix, Image.Resampling.NEAREST, fillcolor=_NOTHING
        )
        _paste_bands(canvas, patch, left, top, opacity)


def _bled(image: Image.Image) -> Image.Image:
    """The colours without alpha, those of the edges spread outwards, so that no edge mixes with emptiness."""
    spread = image.convert("RGBa").filter(ImageFilter.BoxBlur(5)).convert("RGBA").convert("RGB")
    spread.paste(image.convert("RGB"), mask=image.getchannel("A").point([0] + [255] * 255))
    return spread


def _half_box(width: float, height: float, angle: float) -> tuple[float, float]:
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    return (width * cos + height * sin) / 2, (width * sin + height * cos) / 2


def _paste_bands(canvas: Canvas, patch: Image.Image, left: int, top: int, opacity: float) -> None:
    y, u, v, mask = patch.split()
    if opacity < 1:
        mask = faded(mask, opacity)
    half = mask.reduce(2)
    canvas.y.paste(y, (left, top), mask)
    canvas.u.paste(u.reduce(2), (left // 2, top // 2), half)
    canvas.v.paste(v.reduce(2), (left // 2, top // 2), half)
