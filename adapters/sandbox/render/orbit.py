"""Things in space: rockets and astronauts."""

from __future__ import annotations

import math

from adapters.sandbox.render.actors import Actor, Path, Pose, sway
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import rgb
from adapters.sandbox.render.pen import Pen
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.spark import soft_spark
from adapters.sandbox.render.sprite import Sprite


def rocket(shot: Shot) -> list[Element]:
    """A rocket on its way up, with a flickering flame and smoke behind it."""
    angle = 0.62

    def path(t: float) -> Pose:
        share = t / shot.seconds
        x = shot.width * 0.5 + shot.unit * (-150 + 300 * share)
        y = shot.height * 0.46 - shot.unit * (-100 + 230 * share) * 0.9
        return Pose(x, y, angle + 0.02 * sway(t, 0.7))

    return [_Exhaust(shot, path, angle), Actor([_rocket(shot, step) for step in range(3)], path, 14)]


def _rocket(shot: Shot, flicker: int) -> Sprite:
    pen = Pen(190, 420, shot.unit)
    for length, wide, code in ((118, 26, "ff7a2a"), (84, 18, "ffc24a"), (50, 11, "fff6d0")):
        reach = length * (0.85 + 0.15 * flicker)
        pen.shape([(-wide, 96), (-wide * 0.7, 96 + reach * 0.5), (0, 96 + reach), (wide * 0.7, 96 + reach * 0.5),
                   (wide, 96)], rgb(code))  # fmt: skip
    pen.shape([(-36, 40), (-74, 96), (-70, 116), (-30, 92)], rgb("d8402f"))
    pen.shape([(36, 40), (74, 96), (70, 116), (30, 92)], rgb("b02f2a"))
    pen.shape([(0, -136), (26, -92), (40, -30), (40, 40), (28, 92), (-28, 92), (-40, 40), (-40, -30), (-26, -92)],
              rgb("f4f1ec"))  # fmt: skip
    pen.shape([(0, -138), (16, -112), (27, -84), (0, -78), (-27, -84), (-16, -112)], rgb("d8402f"))
    pen.disc(0, -26, 21, rgb("8d96a8"))
    pen.disc(0, -26, 15, rgb("57b8e0"))
    pen.disc(-5, -31, 5, rgb("d8f4ff"))
    pen.polygon([(-30, 84), (30, 84), (24, 100), (-24, 100)], rgb("565f70"))
    pen.shade(rgb("0a0a22"), 0.5, 0.0)
    pen.glow(0, 120, 120, rgb("ff8a3c"), 0.55)
    return pen.sprite()


class _Exhaust:
    """Puffs that stay where the rocket was."""

    def __init__(self, shot: Shot, path: Path, angle: float) -> None:
        self._path, self._unit, self._seconds = path, shot.unit, shot.seconds
        self._back = (-math.sin(angle) * 150 * shot.unit, math.cos(angle) * 150 * shot.unit)
        self._puffs = [soft_spark(rgb("cdbfd8"), (9 + 4 * size) * shot.unit, 0.16) for size in range(7)]

    def paint(self, canvas: Canvas, t: float) -> None:
        """The older, the wider and the fainter."""
        for step in range(60):
            pose = self._path(t - step * 0.02 * self._seconds)
            drift = 11 * math.sin(step * 2.4) * self._unit * (step / 30)
            x, y = pose.x + self._back[0] + drift, pose.y + self._back[1] + drift * 0.5
            self._puffs[min(step // 8, 6)].paint(canvas, x, y, 1 - step / 60)


def astronaut(shot: Shot) -> list[Element]:
    """An astronaut who floats and slowly turns."""
    pen = Pen(240, 300, shot.unit)
    suit, shade, dark = rgb("f2f3f6"), rgb("c3c8d4"), rgb("8a90a2")
    pen.shape([(-50, -34), (50, -34), (56, 40), (48, 66), (-48, 66), (-56, 40)], dark)
    for side in (-1, 1):
        pen.line([(side * 38, -14), (side * 80, 8), (side * 88, -34)], suit if side < 0 else shade, 27)
        pen.disc(side * 88, -44, 15, rgb("d8734a"))
        pen.line([(side * 19, 60), (side * 26, 100), (side * 14 + 12, 134)], suit if side < 0 else shade, 31)
        pen.disc(side * 14 + 14, 138, 18, dark, 12)
    pen.shape([(-42, -30), (0, -40), (42, -30), (46, 30), (36, 72), (-36, 72), (-46, 30)], suit)
    pen.polygon([(-20, 6), (20, 6), (20, 34), (-20, 34)], shade)
    for x, code in ((-11, "e4512f"), (0, "f2c53a"), (11, "4fae7a")):
        pen.disc(x, 20, 4, rgb(code))
    pen.disc(0, -74, 46, suit)
    pen.disc(2, -72, 36, rgb("1a2340"), 30)
    pen.disc(0, -76, 33, rgb("2f4f86"), 26)
    pen.shape([(-24, -84), (-12, -96), (4, -98), (-10, -88), (-20, -76)], rgb("bfe4ff"))
    pen.shade(rgb("0a0a22"), 0.55, 0.5)

    def path(t: float) -> Pose:
        u = shot.unit
        return Pose(
            shot.width * 0.52 + u * (26 * t + 20 * sway(t, 6)), shot.height * 0.42 + u * 16 * sway(t, 4.4),
            -0.25 + 0.16 * t,
        )  # fmt: skip

    return [Actor([pen.sprite()], path)]
