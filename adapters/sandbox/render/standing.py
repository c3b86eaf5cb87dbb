"""The hill, or the roof, at the lower edge that a figure stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters.sandbox.render.actors import tone
from adapters.sandbox.render.colour import Rgb, rgb
from adapters.sandbox.render.ridge import Ridge, ridge_element, speed_at, width_at
from adapters.sandbox.render.shot import Element, Shot

_DEPTH: Final = 0.86
_SOILS: Final = {"desert": "d9985a", "snow": "eef4fb", "city": "4a4f63", "forest": "37583f", "space": "8d8a99"}


@dataclass(frozen=True, slots=True)
class Foot:
    """Where a figure stands at the beginning, and how many pixels a second it moves to the left with its hill."""

    x: float
    y: float
    speed: float

    def at(self, t: float) -> float:
        """Its x at a moment."""
        return self.x - self.speed * t


def to_foot(shot: Shot) -> Foot:
    """The top of the hill: beside the middle, and right there halfway through the film."""
    speed = speed_at(shot, _DEPTH)
    x = shot.width * (0.42 if shot.plan.seed % 2 else 0.58) + speed * shot.seconds / 2
    return Foot(x, shot.height * 0.71, speed)


def knoll(shot: Shot, foot: Foot) -> Element:
    """The hill under the foot; a flat roof in a city."""
    level = shot.height * 0.97
    xs = np.arange(width_at(shot, _DEPTH), dtype=np.float32)
    away = np.abs(xs - foot.x) / (shot.unit * 430)
    shape = 1 / (1 + (away / 0.8) ** 14) if shot.plan.place == "city" else np.exp(-(away**2))
    line = (shape * (level - foot.y) + shot.height * 0.01).astype(np.float32)
    ridge = Ridge(
        name="knoll", depth=_DEPTH, foot=level, line=line, material=rgb(_SOILS.get(shot.plan.place, "5f9a4c")),
        cover=shot.height * 0.05, grain=0.2, relief=0.4, mist=0.2, show=0.6 if shot.plan.place == "snow" else 0.0,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def against_light(shot: Shot, code: str) -> Rgb:
    """The colour of a figure: nearly a silhouette."""
    return tone(shot, code, 1.0, 0.3)
