"""A kite on its line."""

from __future__ import annotations

import math

from adapters.sandbox.render.actors import asked_tint, sway, tone
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Rgb, mix, multiply
from adapters.sandbox.render.pen import Pen, Point
from adapters.sandbox.render.shot import Shot
from adapters.sandbox.render.spark import paint_thread
from adapters.sandbox.render.sprite import Sprite


class Kite:
    """A kite that swings in the wind, with a tail that follows it."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("kite")
        self._shot = shot
        codes = ("e4412f", "f2b63a", "2f86c9", "e85a9a", "3fa86a")
        first, second = (codes[int(pick)] for pick in rng.permutation(len(codes))[:2])
        self._kite = self._drawn(tone(shot, asked_tint(shot, first), show=0.7), tone(shot, second, show=0.7))
        self._bow = self._bow_drawn(tone(shot, second, show=0.7))
        self._thread = mix(shot.palette.near, (1.0, 1.0, 1.0), 0.3)
        self._x = shot.width * float(rng.uniform(0.42, 0.62))
        self._y = shot.height * 0.3

    def paint(self, canvas: Canvas, t: float) -> None:
        """The line, the tail, its bows and the kite."""
        x, y, angle = self._place(t)
        foot = (x - math.sin(angle) * 78 * self._shot.unit, y + math.cos(angle) * 78 * self._shot.unit)
        paint_thread(canvas, self._line(x, y, t), self._thread, 1.3 * self._shot.unit, 0.55)
        tail = [self._tail(foot, step / 43, t) for step in range(44)]
        paint_thread(canvas, tail, self._thread, 2.2 * self._shot.unit, 0.9)
        for step, place in enumerate(tail[8::9]):
            self._bow.paint(canvas, *place, angle=0.6 * sway(t, 1.1, step))
        self._kite.paint(canvas, x, y, angle=angle)

    def _place(self, t: float) -> tuple[float, float, float]:
        u = self._shot.unit
        return self._x + u * 62 * sway(t, 5.2), self._y + u * 30 * sway(t, 2.9, 1), 0.22 + 0.2 * sway(t, 3.4, 0.6)

    def _tail(self, foot: Point, share: float, t: float) -> Point:
        """The farther down the tail, the later it follows and the wider it waves."""
        u = self._shot.unit
        wave = math.sin(share * 7.5 - t * 4.2) * 20 * share
        return foot[0] + u * (wave - 46 * share), foot[1] + u * 190 * share

    def _line(self, x: float, y: float, t: float) -> list[Point]:
        """From the kite down to somebody below the frame."""
        end = (self._shot.width * 0.2, self._shot.height * 1.02)
        deep = (46 + 6 * sway(t, 2.3)) * self._shot.unit
        shares = [step / 40 for step in range(41)]
        return [
            (x + (end[0] - x) * share, y + (end[1] - y) * share + math.sin(math.pi * share) * deep) for share in shares
        ]

    def _drawn(self, first: Rgb, second: Rgb) -> Sprite:
        pen = Pen(170, 200, self._shot.unit)
        top, left, right, foot, heart = (0, -86), (-60, -22), (60, -22), (0, 80), (0, -22)
        for corners, colour in (
            ((top, left, heart), first), ((top, right, heart), second),
            ((left, foot, heart), second), ((right, foot, heart), first),
        ):  # fmt: skip
            pen.polygon(corners, colour)
        pen.shade(self._shot.palette.near, 0.25, 0.6)
        pen.shade(self._shot.palette.sun, 0.3, math.pi + 0.6)
        for stick in ((top, foot), (left, right)):
            pen.line(stick, multiply(first, (0.5, 0.5, 0.5)), 2.0)
        return pen.sprite()

    def _bow_drawn(self, colour: Rgb) -> Sprite:
        pen = Pen(40, 24, self._shot.unit)
        pen.polygon([(0, 0), (-15, -8), (-13, 8)], colour)
        pen.polygon([(0, 0), (15, -8), (13, 8)], multiply(colour, (0.8, 0.8, 0.8)))
        return pen.sprite()
