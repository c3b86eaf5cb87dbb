"""Things that drive: a train on a viaduct and a car on a road."""

from __future__ import annotations

import math

import numpy as np

from adapters.sandbox.render.actors import Actor, Path, Pose, across, asked_tint, sway, tone
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import mix, rgb
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.pen import Pen
from adapters.sandbox.render.ridge import speed_at, width_at
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import soft_spark

_DEPTH = 0.62


def train(shot: Shot) -> list[Element]:
    """A steam train that crosses a viaduct."""
    level = shot.horizon + shot.height * 0.12

    def path(t: float) -> Pose:
        return Pose(across(shot, t, 0.22, 0.22 + 0.14 * shot.seconds), level - 36 * shot.unit + 0.8 * sway(t, 0.4))

    return [_viaduct(shot, level), _Steam(shot, path), Actor([_train(shot).sprite()], path)]


def _viaduct(shot: Shot, level: float) -> Element:
    """A row of arches."""
    rng = shot.rng("viaduct")
    width, height = width_at(shot, _DEPTH), even(shot.height - level)
    xs, ys = np.arange(width)[None].astype(np.float32), np.arange(height)[:, None].astype(np.float32)
    span, u = 150 * shot.unit, shot.unit
    inside = np.abs((xs % span) - span / 2) / u
    arch = (inside < 54) & (ys / u > 24 + 54 - np.sqrt(np.clip(54**2 - inside**2, 0, None)))
    stone = np.asarray(tone(shot, "8f8578", 0.75, 0.25), np.float32)
    picture = np.broadcast_to(stone, (height, width, 3)) * (1 - 0.16 * (ys / u > 9)[..., None])
    return Drift(
        Layer(picture.astype(np.float32), (~arch).astype(np.float32), rng), even(level), speed_at(shot, _DEPTH)
    )


def _train(shot: Shot) -> Pen:
    pen = Pen(760, 110, shot.unit)
    green, gold, dark = tone(shot, "2f5f4a", 0.9), tone(shot, "d8a83a", 0.9), tone(shot, "25252e", 0.9)
    lamp = rgb("ffdf94") if shot.palette.show < 0.7 else tone(shot, "bcd8e4", 0.9)
    for car in range(4):
        x = -366 + car * 128
        pen.polygon([(x, -34), (x + 120, -34), (x + 120, 24), (x, 24)], tone(shot, asked_tint(shot, "b5432f"), 0.9))
        pen.polygon([(x, -34), (x + 120, -34), (x + 114, -44), (x + 6, -44)], dark)
        for pane in range(4):
            pen.polygon([(x + 10 + pane * 27, -24), (x + 29 + pane * 27, -24), (x + 29 + pane * 27, -2),
                         (x + 10 + pane * 27, -2)], lamp)  # fmt: skip
        for wheel in (24, 96):
            pen.disc(x + wheel, 28, 12, dark)
    pen.polygon([(152, -46), (212, -46), (212, 24), (152, 24)], green)
    pen.polygon([(146, -52), (218, -52), (218, -45), (146, -45)], dark)
    pen.polygon([(164, -36), (198, -36), (198, -10), (164, -10)], lamp)
    pen.polygon([(212, -28), (328, -28), (338, -8), (338, 24), (212, 24)], green)
    pen.polygon([(300, -28), (296, -52), (322, -52), (318, -28)], dark)
    for x in (236, 268):
        pen.line([(x, -28), (x, 22)], gold, 3)
    for x in (180, 230, 272, 314):
        pen.disc(x, 28, 14, dark)
        pen.disc(x, 28, 6, gold)
    pen.polygon([(338, 8), (362, 34), (330, 34)], dark)
    return pen


class _Steam:
    """White puffs above the engine, left behind."""

    def __init__(self, shot: Shot, path: Path) -> None:
        self._path, self._unit = path, shot.unit
        self._puffs = [
            soft_spark(mix(shot.palette.clouds[0], (1, 1, 1), 0.3), (9 + 5 * size) * shot.unit, 0.4)
            for size in range(7)
        ]

    def paint(self, canvas: Canvas, t: float) -> None:
        """The older, the larger."""
        for step in range(36):
            age = step * 0.055
            pose = self._path(t - age)
            x = pose.x + self._unit * (309 + 6 * math.sin(step * 2.1))
            y = pose.y - self._unit * (58 + 44 * age + 5 * math.sin(step * 1.3))
            self._puffs[min(step // 5, 6)].paint(canvas, x, y, 1 - step / 36)


def car(shot: Shot) -> list[Element]:
    """A small car on a road along the lower edge."""
    level = shot.height * 0.82
    pen = Pen(300, 140, shot.unit)
    paint, glass, dark = (
        tone(shot, asked_tint(shot, "e4572e"), 1.0, 0.6),
        tone(shot, "bfe0ea", 1.0, 0.5),
        tone(shot, "22222a", 1.0, 0.5),
    )
    pen.shape([(-124, 30), (-128, 2), (-108, -14), (-70, -18), (-44, -50), (30, -52), (66, -18), (112, -8), (128, 8),
               (126, 32), (0, 36)], paint)  # fmt: skip
    pen.polygon([(-58, -18), (-38, -44), (-10, -44), (-10, -18)], glass)
    pen.polygon([(0, -44), (26, -45), (52, -18), (0, -18)], glass)
    pen.line([(-120, 12), (122, 12)], mix(paint, (1, 1, 1), 0.35), 3)
    for x in (-74, 76):
        pen.disc(x, 32, 24, dark)
        pen.disc(x, 32, 12, tone(shot, "c9ced6", 1.0, 0.5))
    pen.disc(122, 6, 6, rgb("fff3b0"))
    if shot.palette.is_dark:
        pen.glow(124, 6, 40, rgb("fff0b0"), 0.6)

    def path(t: float) -> Pose:
        return Pose(
            across(shot, t, 0.3, 0.3 + 0.09 * shot.seconds), level - 44 * shot.unit + 1.4 * sway(t, 0.31) * shot.unit
        )

    return [_road(shot, level), Actor([pen.sprite()], path)]


def _road(shot: Shot, level: float) -> Element:
    """Asphalt with a broken line."""
    rng = shot.rng("road")
    top = even(level - 20 * shot.unit)
    width, height, u = width_at(shot, 2.2), even(shot.height - top), shot.unit
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = tone(shot, "5a5a66", 1.0, 0.4)
    xs, ys = np.arange(width)[None], np.arange(height)[:, None]
    line = ((xs / u) % 190 < 110) & (np.abs(ys / u - 62) < 3.5)
    picture[line] = tone(shot, "f2e6c4", 1.0, 0.5)
    picture[: round(5 * u)] = tone(shot, "8a8a92", 1.0, 0.4)
    return Drift(Layer(picture, np.ones((height, width), np.float32), rng), top, speed_at(shot, 2.2))
