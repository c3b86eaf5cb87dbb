"""Smooth randomness: curves for ridges and waves, maps for clouds and mist."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PIL import Image

from adapters.sandbox.render.colour import Array

_COARSEST: Final = 8
_PER_SPOT: Final = 2.5
"""Values that a spot needs to look round."""


def curve(rng: np.random.Generator, length: int, wave: float, octaves: int = 4, rough: float = 0.5) -> Array:
    """A line of `length` values from 0 to 1 whose largest bumps are `wave` apart."""
    total, weight, amount = np.zeros(length), 0.0, 1.0
    for octave in range(octaves):
        total += amount * _lattice(rng, length, max(wave / 2**octave, 2.0))
        weight += amount
        amount *= rough
    return (total / weight).astype(np.float32)


def peaks(rng: np.random.Generator, length: int, wave: float, octaves: int = 5, rough: float = 0.45) -> Array:
    """As `curve`, but with sharp summits: mountains."""
    total, weight, amount = np.zeros(length), 0.0, 1.0
    for octave in range(octaves):
        total += amount * (1 - np.abs(2 * _lattice(rng, length, max(wave / 2**octave, 2.0)) - 1))
        weight += amount
        amount *= rough
    return (total / weight).astype(np.float32)


def billows(rng: np.random.Generator, length: int, radius: float) -> Array:
    """The upper edge of heaped clouds: overlapping circles; heights from 0, in pixels."""
    xs = np.arange(length, dtype=np.float32)
    top = np.zeros(length, np.float32)
    middle = -radius
    while middle < length + radius:
        size = radius * float(rng.uniform(0.45, 1.0))
        lift = radius * float(rng.uniform(-0.5, 0.25))
        top = np.maximum(top, np.sqrt(np.clip(size**2 - (xs - middle) ** 2, 0, None)) + lift)
        middle += size * float(rng.uniform(0.5, 1.0))
    return top


def cloudy(
    rng: np.random.Generator, shape: tuple[int, ...], wave: float, *, stretch: float = 1.0, octaves: int = 5
) -> Array:
    """A map of `shape` (h, w) with values from 0 to 1, its spots `wave` pixels high and `stretch` times as wide."""
    height, width = shape
    total, weight, amount = Image.new("F", (1, 1)), 0.0, 1.0
    for octave in range(octaves):
        step = max(wave / 2**octave, 1.5)
        grid = rng.random((int(height / step) + 3, int(width / step / stretch) + 3), np.float32)
        # Wide spots need few pixels: they are added up in large cells, and these shrink with the spots.
        wide, high = _cell(step * stretch), _cell(step)
        size = (-(-width // wide), -(-height // high))
        box = (0, 0, size[0] * wide / step / stretch, size[1] * high / step)
        spots = np.asarray(Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC, box)) * np.float32(amount)
        total = Image.fromarray(spots + np.asarray(total.resize(size, Image.Resampling.BILINEAR)))
        weight += amount
        amount *= 0.5
    box = (0, 0, width / wide, height / high)
    whole: Array = np.asarray(total.resize((width, height), Image.Resampling.BILINEAR, box)) / np.float32(weight)
    return np.clip(whole, 0, 1, out=whole)


def _cell(spot: float) -> int:
    """How many pixels one value can stand for where spots have this size."""
    return min(1 << int(math.log2(max(spot / _PER_SPOT, 1))), _COARSEST)


def _lattice(rng: np.random.Generator, length: int, step: float) -> Array:
    """Random values every `step`, joined by smooth slopes."""
    count = int(length / step) + 3
    values = rng.random(count)
    place = np.arange(length) / step + rng.random()
    index = place.astype(int)
    share = place - index
    share = share * share * (3 - 2 * share)
    line: Array = (values[index] * (1 - share) + values[index + 1] * share).astype(np.float32)
    return line
