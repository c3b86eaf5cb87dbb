"""Many sparks of one kind, painted together: rain, snow, fireflies, the glitter on water."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Array
from adapters.sandbox.render.spark import PHASES, Spark

_Ints = npt.NDArray[np.int_]
_WHOLE: Final = 256


class Swarm:
    """Paints a spark at many places in a few steps, however many places there are.

    Where two of them overlap, only the later one is seen: they should be small, or far apart.
    """

    def __init__(self, spark: Spark) -> None:
        self._spark = spark
        self._width, self._height = spark.masks[0].size
        self._fine = _Stamp(spark.masks)
        self._coarse = _Stamp([mask.reduce(2) for mask in spark.masks]) if spark.is_coloured else None

    def paint(self, canvas: Canvas, xs: Array, ys: Array, opacity: Array) -> None:
        """Show one with its middle at each (x, y)."""
        lefts, tops = np.floor(xs).astype(int), np.floor(ys).astype(int)
        phases = ((ys - tops) * PHASES).astype(int) * PHASES + ((xs - lefts) * PHASES).astype(int)
        lefts, tops = lefts - self._width // 2, tops - self._height // 2
        within = (lefts >= 0) & (tops >= 0)
        within &= (lefts + self._width <= canvas.width) & (tops + self._height <= canvas.height)
        for x, y, light in zip(xs[~within].tolist(), ys[~within].tolist(), opacity[~within].tolist(), strict=True):
            self._spark.paint(canvas, x, y, light)
        lefts, tops, phases, opacity = lefts[within], tops[within], phases[within], opacity[within]
        self._fine.press(canvas.planes[0], lefts, tops, phases, opacity, self._spark.colour[0])
        if self._coarse is not None:
            for plane, ink in zip(canvas.planes[1:], self._spark.colour[1:], strict=True):
                self._coarse.press(plane, lefts // 2, tops // 2, phases, opacity, ink)


class _Stamp:
    """The pixels a spark touches in its box, and how much of its colour each of them takes, for every phase."""

    def __init__(self, masks: Sequence[Image.Image]) -> None:
        shares = np.stack([np.asarray(mask) for mask in masks])
        self._down, self._right = np.nonzero(shares.max(0))
        self._shares = shares[:, self._down, self._right] * np.float32(_WHOLE / 255)

    def press(  # noqa: PLR0917 - the parts of one place belong together
        self, plane: npt.NDArray[np.uint8], lefts: _Ints, tops: _Ints, phases: _Ints, opacity: Array, ink: int
    ) -> None:
        """Colour the plane wherever the box lies."""
        width = plane.shape[1]
        pixels, flat = (tops * width + lefts)[:, None] + (self._down * width + self._right), plane.reshape(-1)
        shares = (self._shares[phases % len(self._shares)] * opacity[:, None]).astype(np.int32)
        below = flat[pixels].astype(np.int32)
        flat[pixels] = below + ((ink - below) * shares + _WHOLE // 2) // _WHOLE
