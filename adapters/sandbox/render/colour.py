"""Colours: reading them, mixing them, and turning pictures into the planes of a video (BT.709, limited range)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

Array: TypeAlias = npt.NDArray[np.floating[Any]]
Rgb: TypeAlias = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


def rgb(code: str) -> Rgb:
    """`"f0a050"` as a colour."""
    red, green, blue = bytes.fromhex(code)
    return red / 255, green / 255, blue / 255


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` at share 0, `other` at share 1."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def multiply(one: Rgb, light: Rgb) -> Rgb:
    """What a surface looks like under a coloured light."""
    return one[0] * light[0], one[1] * light[1], one[2] * light[2]


def blend(one: Array | Rgb, other: Array | Rgb, share: Array) -> Array:
    """Mix colours, or pictures (h, w, 3), by a map of shares (h, w)."""
    below, above = np.asarray(one, np.float32), np.asarray(other, np.float32)
    return below + (above - below) * share[..., None]


def ramp(stops: Sequence[Rgb], share: Array) -> Array:
    """Colours along evenly spaced stops: (…) shares from 0 to 1 become (…, 3)."""
    table = np.asarray(stops, np.float32)
    places = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(share, places, table[:, band]) for band in range(3)], -1).astype(np.float32)


def pixels_of(image: Image.Image) -> Array:
    """The bands of an image (h, w, bands) from 0 to 1."""
    return (np.asarray(image, np.float32) / np.float32(255)).astype(np.float32)


def smooth(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high`, and an S between; `low` may be the greater one."""
    share = np.clip((value - low) / ((high - low) or 1e-6), 0, 1)
    eased: Array = (share * share * (3 - 2 * share)).astype(np.float32)
    return eased


def to_yuv(colour: Rgb) -> tuple[int, int, int]:
    """One colour as luma and chroma."""
    y, u, v = _planes(np.asarray(colour, np.float32))
    return round(float(y)), round(float(u)), round(float(v))


def to_planes(picture: Array, rng: np.random.Generator) -> tuple[npt.NDArray[np.uint8], ...]:
    """A picture (h, w, 3) as full-size luma and half-size chroma, dithered so that gentle slopes show no bands."""
    y, u, v = _planes(picture)
    noise = rng.random(y.shape, np.float32) + rng.random(y.shape, np.float32) - 0.5
    half = [_halved(plane) for plane in (u, v)]
    fine = rng.random(half[0].shape, np.float32)
    return (
        np.clip(y + noise, 16, 235).astype(np.uint8),
        np.clip(half[0] + fine, 16, 240).astype(np.uint8),
        np.clip(half[1] + fine, 16, 240).astype(np.uint8),
    )


def _planes(colour: Array) -> tuple[Array, Array, Array]:
    red, green, blue = colour[..., 0], colour[..., 1], colour[..., 2]
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


def _halved(plane: Array) -> Array:
    height, width = plane.shape
    half: Array = plane.reshape(height // 2, 2, width // 2, 2).mean((1, 3), dtype=np.float32)
    return half
