"""What every painter is given, and what every painter makes: elements, painted from back to front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.palette import Palette
from adapters.sandbox.render.plan import Plan


class Element(Protocol):
    """Something in the picture."""

    def paint(self, canvas: Canvas, t: float) -> None:
        """Paint how it looks `t` seconds after the beginning."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """The frame and its plan. `sun` is where the sun or the moon stands, `horizon` a height, all in pixels."""

    plan: Plan
    width: int
    height: int
    seconds: float
    horizon: float
    sun: tuple[float, float]

    @property
    def unit(self) -> float:
        """1 for a frame whose shorter side has 720 pixels."""
        return min(self.width, self.height) / 720

    @property
    def palette(self) -> Palette:
        """The light."""
        return self.plan.palette

    def rng(self, part: str) -> np.random.Generator:
        """Randomness for one part."""
        return self.plan.rng(part)

    def travel(self, speed: float) -> float:
        """How many pixels something moves during the film at `speed` pixels a second (of a frame with unit 1)."""
        return abs(speed) * self.unit * self.seconds

    def times(self, fps: int) -> Iterator[float]:
        """The moments of the frames."""
        return (number / fps for number in range(round(self.seconds * fps)))


def even(value: float) -> int:
    """The nearest even whole number: chroma planes have half the size."""
    return 2 * round(value / 2)


def to_shot(plan: Plan, width: int, height: int, seconds: float) -> Shot:
    """Choose the horizon and where the sun stands."""
    dice = plan.rng("shot")
    base = {"clouds": 0.78, "city": 0.74, "desert": 0.62, "meadow": 0.6, "forest": 0.7}.get(plan.place, 0.6)
    horizon = height * ((0.56 if plan.water else base) + 0.04 * float(dice.uniform(-1, 1)))
    lift = {"day": 0.72, "night": 0.62, "grey": 0.6, "dusk": 0.3}.get(plan.palette.light.value, 0.17)
    side = float(dice.choice([-1, 1])) * float(dice.uniform(0.06, 0.24))
    sun = (width * (0.5 + side), horizon * (1 - lift - 0.06 * float(dice.uniform(0, 1))))
    return Shot(plan=plan, width=width, height=height, seconds=seconds, horizon=horizon, sun=sun)
