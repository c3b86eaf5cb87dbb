"""Layers that scroll: the parallax between far and near that makes a flat picture deep."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.layer import Layer


@dataclass(frozen=True, slots=True)
class Drift:
    """A layer at height `top` that scrolls `speed` pixels a second, bobbing by `bob` pixels every `period` seconds."""

    layer: Layer
    top: int
    speed: float
    start: float = 0.0
    bob: float = 0.0
    period: float = 3.0
    phase: float = 0.0

    @property
    def rows(self) -> range:
        """The rows of the frame it ever touches."""
        return range(self.top - self._play, self.top + self.layer.height + self._play)

    @property
    def hides(self) -> range:
        """The rows of the frame in which nothing behind it is ever seen."""
        return range(self.top + self.layer.solid + self._play, self.top + self.layer.height - self._play)

    @property
    def _play(self) -> int:
        return math.ceil(self.bob)

    def above(self, row: int) -> Drift:
        """What is left of it where the rows of the frame from `row` on are hidden."""
        return replace(self, layer=self.layer.above(row - self.top + self._play))

    def paint(self, canvas: Canvas, t: float) -> None:
        """Scroll and bob."""
        dy = round(self.bob * math.sin(2 * math.pi * t / self.period + self.phase)) if self.bob else 0
        self.layer.paint(canvas, self.start + self.speed * t, self.top + dy)
