"""Wide pictures that scroll across the frame.

A paste costs what its box is large, and twelve times as much through a mask as without one. So a layer is pasted in
boxes: those with a mask leave the wide gaps out, and the rows at its foot through which nothing shows need none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Array, Rgb, to_levels, to_planes, to_yuv

_PHASES: Final = 4
_BAND: Final = 120
_GAP: Final = 64
_MARGIN: Final = 4

_Plane: TypeAlias = npt.NDArray[np.uint8]
_Ink: TypeAlias = Image.Image | int


class Layer:
    """A picture, or one colour, with an alpha map that scrolls sideways by fractions of a pixel."""

    def __init__(self, picture: Array | Rgb, alpha: Array, rng: np.random.Generator, *, still: bool = False) -> None:
        """`picture` (h, w, 3) and `alpha` (h, w), both sides even. A `still` layer scrolls by whole pixels only.

        The rows from `first` on, before `end`, are painted; nothing shows through those from `solid` on.
        """
        self.height, self.width = alpha.shape
        self.still = still
        self.solid = self.height
        used = np.flatnonzero(alpha.max(1) > 1 / 255)
        self.first = int(used[0]) // 2 * 2 if len(used) else 0
        self.end = int(used[-1]) // 2 * 2 + 2 if len(used) else 0
        rows = slice(self.first, self.end)
        if isinstance(picture, tuple):
            self._inks: Sequence[_Plane | int] = to_yuv(picture)
            self._mask = to_levels(alpha[rows], rng)
        else:
            self._inks = to_planes(picture[rows], rng)
            self._mask = (np.clip(alpha[rows], 0, 1) * 255 + 0.5).astype(np.uint8)
            if self.end == self.height:
                leaky = np.flatnonzero(self._mask.min(1) < 255)
                self.solid = self.first + (int(leaky[-1]) // 2 * 2 + 2 if len(leaky) else 0)

    def above(self, row: int) -> Layer:
        """The layer without the rows from `row` on, where these are hidden by others."""
        rest = copy(self)
        rest.end = max(min(rest.end, row + row % 2), rest.first)
        return rest

    def paint(self, canvas: Canvas, left: float, top: int, colour: Rgb | None = None) -> None:
        """Show the part from `left` on across the whole canvas, its upper edge at `top`; all in a `colour` if given."""
        inks = to_yuv(colour) if colour else (None, None, None)
        for tile in self._tiles:
            for strip, plane, size, ink in zip(
                tile.strips, (canvas.y, canvas.u, canvas.v), (1, 2, 2), inks, strict=True
            ):
                strip.paint(plane, (left - tile.left) / size, (top + tile.top) // size, ink)

    @cached_property
    def _tiles(self) -> list[_Tile]:
        edge = min(self.solid, self.end)
        tiles = [self._tile(rows, columns) for rows, columns in _boxes(self._mask[: edge - self.first])]
        if edge < self.end:
            rest = slice(edge - self.first, self.end - self.first)
            tiles.append(self._tile(rest, slice(0, self.width), masked=False))
        return tiles

    def _tile(self, rows: slice, columns: slice, *, masked: bool = True) -> _Tile:
        phases = 1 if self.still else _PHASES
        fine = rows, columns
        coarse = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
        masks: list[Sequence[Image.Image | None]] = [[None] * phases] * 2
        if masked:
            mask = self._mask[fine]
            half = mask[::2, ::2] // 2 + mask[1::2, 1::2] // 2
            masks = [_shifted(mask, phases), _shifted(half, phases)]
        y, u, v = (
            [ink] * phases if isinstance(ink, int) else _shifted(ink[box], phases)
            for ink, box in zip(self._inks, (fine, coarse, coarse), strict=True)
        )
        strips = _Strip(y, masks[0]), _Strip(u, masks[1]), _Strip(v, masks[1])
        return _Tile(columns.start, self.first + rows.start, strips)


@dataclass(frozen=True, slots=True)
class _Strip:
    """A box of one plane: its picture, or its one colour, and its mask, for every part of a pixel."""

    inks: Sequence[_Ink]
    masks: Sequence[Image.Image | None]

    def paint(self, plane: Image.Image, left: float, top: int, ink: _Ink | None) -> None:
        """Show the part from `left` on, its upper edge at `top`."""
        whole, phase = divmod(math.floor(left * len(self.inks)), len(self.inks))
        plane.paste(self.inks[phase] if ink is None else ink, (-whole, top), self.masks[phase])


@dataclass(frozen=True, slots=True)
class _Tile:
    """A box of a layer, in all three planes, and where it lies."""

    left: int
    top: int
    strips: tuple[_Strip, _Strip, _Strip]


def _shifted(plane: _Plane, phases: int) -> list[Image.Image]:
    """The plane moved left by every part of a pixel."""
    image = Image.fromarray(np.ascontiguousarray(plane))
    moved = Image.fromarray(np.concatenate([plane[:, 1:], plane[:, -1:]], 1))
    return [image, *(Image.blend(image, moved, phase / phases) for phase in range(1, phases))]


def _boxes(mask: _Plane) -> Iterable[tuple[slice, slice]]:
    """Rows and columns that hold everything the mask lets be seen, without the wide gaps between."""
    height, width = mask.shape
    begun = 0
    for first in range(0, height, _BAND):
        last = min(first + _BAND, height)
        runs = _runs(mask[first:last].max(0))
        if sum(run.stop - run.start for run in runs) > 0.75 * width:
            continue
        if begun < first:
            yield slice(begun, first), slice(0, width)
        yield from ((slice(first, last), run) for run in runs)
        begun = last
    if begun < height:
        yield slice(begun, height), slice(0, width)


def _runs(shares: _Plane) -> list[slice]:
    """Where something is to be seen, with a margin for what moves by parts of a pixel, all even."""
    places = np.flatnonzero(shares)
    if not len(places):
        return []
    parts = np.split(places, np.flatnonzero(np.diff(places) > _GAP) + 1)
    return [
        slice(max(int(part[0]) // 2 * 2 - _MARGIN, 0), min(int(part[-1]) // 2 * 2 + _MARGIN, len(shares)))
        for part in parts
    ]
