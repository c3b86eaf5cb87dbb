"""Colours: reading them, mixing them, and turning pictures into the planes of a video (BT.709, limited range)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

Array: TypeAlias = npt.NDArray[np.floating[Any]]
Rgb: TypeAlias = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

YUV_MATRIX: Final = (
    0.18259, 0.61423, 0.06201, 16.0,
    -0.10064, -0.33857, 0.43922, 128.0,
    0.43922, -0.39894, -0.04027, 128.0,
)  # fmt: skip
"""For Pillow: red, green and blue to luma and chroma, each with its offset."""

_TONES: Final = 1024
_TILE: Final = 512


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


def new_picture(shape: tuple[int, ...]) -> Array:
    """Room for a picture (*shape, 3). Its bands lie apart in memory: work on one of them is many times faster so."""
    return np.moveaxis(np.empty((3, *shape), np.float32), 0, -1)


def plain(colour: Rgb, shape: tuple[int, ...]) -> Array:
    """A picture of one colour, to be read only."""
    return np.broadcast_to(np.asarray(colour, np.float32), (*shape, 3))


def blend(one: Array | Rgb, other: Array | Rgb, share: Array) -> Array:
    """Mix colours, or pictures (h, w, 3), by a map of shares (h, w)."""
    below, above = np.asarray(one, np.float32), np.asarray(other, np.float32)
    picture = new_picture(np.broadcast_shapes(share.shape, below.shape[:-1], above.shape[:-1]))
    for band in range(3):
        plane = picture[..., band]
        np.multiply(above[..., band] - below[..., band], share, out=plane)
        plane += below[..., band]
    return picture


def light_up(picture: Array, colour: Rgb, share: Array) -> Array:
    """Add light by a map of shares, without ever burning out."""
    lit = new_picture(picture.shape[:-1])
    for band, strength in enumerate(colour):
        plane = lit[..., band]
        np.subtract(1, picture[..., band], out=plane)
        plane *= share * np.float32(strength)
        plane += picture[..., band]
    return lit


def enlarge(picture: Array, shape: tuple[int, int], cell: int) -> Array:
    """A picture of `shape` from one that has a pixel for every square of `cell` by `cell`."""
    large, box = new_picture(shape), (0, 0, shape[1] / cell, shape[0] / cell)
    for band in range(3):
        small = Image.fromarray(np.ascontiguousarray(picture[..., band]))
        large[..., band] = np.asarray(small.resize(shape[::-1], Image.Resampling.BILINEAR, box))
    return large


def scale(picture: Array, factor: Array) -> Array:
    """A picture made lighter or darker by a map of factors."""
    scaled = new_picture(np.broadcast_shapes(picture.shape[:-1], factor.shape))
    for band in range(3):
        np.clip(picture[..., band] * factor, 0, 1, out=scaled[..., band])
    return scaled


def ramp(stops: Sequence[Rgb], share: Array) -> Array:
    """Colours along evenly spaced stops: (…) shares from 0 to 1 become (…, 3)."""
    table = np.asarray(stops, np.float32)
    places, tones = np.linspace(0, 1, len(stops)), np.linspace(0, 1, _TONES)
    index = (share * (_TONES - 1) + 0.5).astype(np.intp)
    picture = new_picture(share.shape)
    for band in range(3):
        np.take(np.interp(tones, places, table[:, band]).astype(np.float32), index, out=picture[..., band])
    return picture


def pixels_of(image: Image.Image) -> Array:
    """The bands of an image (h, w, bands) from 0 to 1."""
    return (np.asarray(image, np.float32) / np.float32(255)).astype(np.float32)


def smooth(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high`, and an S between; `low` may be the greater one."""
    slope = 1 / ((high - low) or 1e-6)
    share = np.asarray(value, np.float32) * np.float32(slope)
    share -= np.float32(low * slope)
    np.clip(share, 0, 1, out=share)
    eased: Array = 3 - 2 * share
    eased *= share
    eased *= share
    return eased


def to_yuv(colour: Rgb) -> tuple[int, int, int]:
    """One colour as luma and chroma."""
    red, green, blue = colour
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return round(16 + 219 * luma), round(128 + 224 * (blue - luma) / 1.8556), round(128 + 224 * (red - luma) / 1.5748)


def to_planes(picture: Array, rng: np.random.Generator) -> tuple[npt.NDArray[np.uint8], ...]:
    """A picture (h, w, 3) as full-size luma and half-size chroma, dithered so that gentle slopes show no bands."""
    luma = _luma(picture)
    half = _halved(luma)
    u, v = (
        (_halved(picture[..., band]) - half) * np.float32(224 / reach) + 128
        for band, reach in ((2, 1.8556), (0, 1.5748))
    )
    fine, coarse = _noise()
    y = _dithered(luma * 219 + 16, fine, rng, (16, 235))
    return y, _dithered(u, coarse, rng, (16, 240)), _dithered(v, coarse, rng, (16, 240))


def to_levels(shares: Array, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Shares from 0 to 1 as a dithered mask."""
    return _dithered(np.clip(shares, 0, 1) * np.float32(255), _noise()[1], rng, (0, 255))


def _luma(colour: Array) -> Array:
    luma: Array = colour[..., 0] * np.float32(0.2126)
    luma += colour[..., 1] * np.float32(0.7152)
    luma += colour[..., 2] * np.float32(0.0722)
    return luma


def _halved(plane: Array) -> Array:
    rows = plane[::2] + plane[1::2]
    half: Array = rows[:, ::2] + rows[:, 1::2]
    half *= np.float32(0.25)
    return half


def _dithered(plane: Array, noise: Array, rng: np.random.Generator, bounds: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Whole levels: noise, from somewhere on its tile, decides which of the nearest."""
    down, right = rng.integers(0, _TILE, 2).tolist()
    tile = noise[down : down + _TILE, right : right + _TILE]
    for row in range(0, plane.shape[0], _TILE):
        for column in range(0, plane.shape[1], _TILE):
            part = plane[row : row + _TILE, column : column + _TILE]
            part += tile[: part.shape[0], : part.shape[1]]
    return np.clip(plane, *bounds, out=plane).astype(np.uint8)


@lru_cache(maxsize=1)
def _noise() -> tuple[Array, Array]:
    """One tile for luma and one for chroma, each twice in both directions, so that it can begin anywhere."""
    rng = np.random.default_rng(7)
    one, other = rng.random((2, _TILE, _TILE), np.float32)
    return np.tile(one + other - np.float32(0.5), (2, 2)), np.tile(one, (2, 2))
