"""Layers that scroll: the parallax between far and near that makes a flat picture deep."""

from __future__ import annotations

import math
from dataclasses import dataclass

from adapters.sandbox.render.canvas import Canvas, Layer


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

    def paint(self, canvas: Canvas, t: float) -> None:
        """Scroll and bob."""
        dy = round(self.bob * math.sin(2 * math.pi * t / self.period + self.phase)) if self.bob else 0
        self.layer.paint(canvas, self.start + self.speed * t, self.top + dy)
