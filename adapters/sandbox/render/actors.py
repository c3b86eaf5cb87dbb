"""Things that move: a sprite on a path."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Rgb, rgb
from adapters.sandbox.render.shot import Shot
from adapters.sandbox.render.sprite import Sprite


@dataclass(frozen=True, slots=True)
class Pose:
    """Where something is, how it is turned (radians) and how large it is."""

    x: float
    y: float
    angle: float = 0.0
    scale: float = 1.0
    squeeze: float = 1.0
    opacity: float = 1.0


Path = Callable[[float], Pose]


@dataclass(frozen=True, slots=True)
class Actor:
    """Shows one of its sprites at a time, `rate` of them a second, along its path."""

    sprites: Sequence[Sprite]
    path: Path
    rate: float = 0.0
    phase: float = 0.0

    def paint(self, canvas: Canvas, t: float) -> None:
        """Where it is now."""
        pose = self.path(t)
        sprite = self.sprites[int(t * self.rate + self.phase) % len(self.sprites)]
        sprite.paint(
            canvas, pose.x, pose.y, angle=pose.angle, scale=pose.scale, squeeze=pose.squeeze, opacity=pose.opacity
        )


def beat_poses(draw: Callable[[float], Sprite], steps: int) -> list[Sprite]:
    """One beat of a wing or a tail: a sprite for each step, drawn once for the way there and the way back."""
    drawn: dict[float, Sprite] = {}
    poses = []
    for step in range(steps):
        beat = round(math.sin(2 * math.pi * step / steps), 4)
        if beat not in drawn:
            drawn[beat] = draw(beat)
        poses.append(drawn[beat])
    return poses


def tone(shot: Shot, code: str, depth: float = 0.96, show: float = 0.5) -> Rgb:
    """A thing's colour in the light of the shot, never quite a silhouette."""
    return shot.palette.lit(rgb(code), depth, max(shot.palette.show, show))


def asked_tint(shot: Shot, usual: str) -> str:
    """The colour the prompt names for its subject, or the usual one."""
    return shot.plan.tint or usual


def sway(t: float, period: float, phase: float = 0.0) -> float:
    """From -1 to 1 and back in `period` seconds."""
    return math.sin(2 * math.pi * t / period + phase)


def across(shot: Shot, t: float, start: float, stop: float) -> float:
    """From one share of the width to another during the film, at an even pace."""
    return shot.width * (start + (stop - start) * t / shot.seconds)
