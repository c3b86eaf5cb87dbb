"""Things in the air: kites, balloons, birds, aeroplanes, butterflies, lanterns, saucers and dragons."""

from __future__ import annotations

import math

import numpy as np

from adapters.sandbox.render.actors import Actor, Path, Pose, across, asked_tint, sway, tone
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Rgb, rgb
from adapters.sandbox.render.pen import Pen, Point
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.spark import soft_spark
from adapters.sandbox.render.sprite import Sprite

_WHITE: Rgb = (1.0, 1.0, 1.0)


def balloons(shot: Shot) -> list[Element]:
    """One large balloon and two far ones."""
    rng = shot.rng("balloons")
    sets = (("d8412f", "fff3da", "f2a23a"), ("2f7fb5", "fff3da", "f2c53a"), ("7a4fa8", "ffe3ec", "f28a5c"))
    picks = rng.permutation(3)
    side = float(rng.choice([0.36, 0.64]))
    spots = ((side, 0.4, 1.0), (1 - side * 0.9, 0.26, 0.42), (side * 0.45 + 0.3 * (side < 0.5), 0.22, 0.26))
    return [
        _floating(
            shot,
            _balloon(shot, _dressed(shot, sets[int(picks[index])], index), 0.7 + 0.3 * scale),
            (x, y),
            scale,
            index,
        )
        for index, (x, y, scale) in reversed(list(enumerate(spots)))
    ]


def _dressed(shot: Shot, codes: tuple[str, str, str], index: int) -> tuple[str, str, str]:
    """The nearest balloon wears the colour the prompt asks for."""
    return (asked_tint(shot, codes[0]), codes[1], codes[2]) if index == 0 else codes


def _floating(shot: Shot, sprite: Sprite, place: Point, scale: float, index: int) -> Element:
    def path(t: float) -> Pose:
        return Pose(
            shot.width * place[0] + shot.unit * scale * (14 * t + 10 * sway(t, 5.0, index)),
            shot.height * place[1] + shot.unit * scale * (9 * sway(t, 4.2, index * 2) - 7 * t),
            0.045 * sway(t, 5.5, index), scale,
        )  # fmt: skip

    return Actor([sprite], path)


def _balloon(shot: Shot, codes: tuple[str, ...], depth: float) -> Sprite:
    pen = Pen(220, 320, shot.unit)
    gores = 9
    levels = np.linspace(0, 1, 40)
    half = 92 * np.sqrt(np.clip(1 - ((levels - 0.42) / np.where(levels < 0.42, 0.42, 0.78)) ** 2, 0, 1))
    half = np.where(levels > 0.9, 92 * 0.32 + 30 * (1 - levels), half)
    for gore in range(gores):
        left, right = (math.sin(math.pi * (edge / gores - 0.5)) for edge in (gore, gore + 1))
        ys = -150 + levels * 215
        outline = [*zip((half * left).tolist(), ys.tolist(), strict=True)]
        outline += [*zip((half * right).tolist()[::-1], ys.tolist()[::-1], strict=True)]
        pen.polygon(outline, tone(shot, codes[(0, 1, 0, 2)[gore % 4]], depth))
    pen.shade(shot.palette.near, 0.5, 0.5)
    pen.shade(shot.palette.sun, 0.3, math.pi + 0.5)
    rope = tone(shot, "4a3526", depth)
    for x0, x1 in ((-27, -13), (27, 13), (-9, -5), (9, 5)):
        pen.line([(x0, 64), (x1, 112)], rope, 1.4)
    pen.polygon([(-16, 112), (16, 112), (13, 138), (-13, 138)], tone(shot, "8a5a34", depth))
    pen.polygon([(-17, 110), (17, 110), (17, 116), (-17, 116)], tone(shot, "a9713f", depth))
    return pen.sprite()


def plane(shot: Shot) -> list[Element]:
    """An airliner and the white line it draws."""
    pen = Pen(260, 120, shot.unit)
    body, dark, red = tone(shot, "f7f9fc", show=0.88), tone(shot, "9fb2c4", show=0.7), tone(shot, "e4512f", show=0.7)
    pen.polygon([(-112, -8), (-124, -48), (-104, -48), (-82, -8)], red)
    pen.shape(
        [(-118, -2), (-100, -12), (-20, -17), (70, -16), (104, -8), (118, 2), (100, 10), (40, 15), (-70, 10)], body
    )
    pen.polygon([(-106, 2), (-122, 14), (-110, 14), (-84, 4)], dark)
    pen.polygon([(14, 6), (-42, 46), (-24, 46), (46, 8)], dark)
    for x in range(-70, 80, 13):
        pen.disc(x, -5, 2.4, tone(shot, "3a5068"))
    pen.polygon([(88, -8), (104, -4), (100, -1), (84, -2)], tone(shot, "2f4358"))
    pen.shade(shot.palette.near, 0.3, math.pi / 2)

    def path(t: float) -> Pose:
        return Pose(across(shot, t, 0.3, 0.72), shot.horizon * (0.48 - 0.14 * t / shot.seconds), -0.13, 0.8)

    return [_Trail(shot, path), Actor([pen.sprite()], path)]


class _Trail:
    """What a jet leaves behind, wider and fainter with age."""

    def __init__(self, shot: Shot, path: Path) -> None:
        self._path, self._unit, self._seconds = path, shot.unit, shot.seconds
        self._puffs = [soft_spark(shot.palette.clouds[0], (3 + 1.6 * size) * shot.unit, 0.3) for size in range(6)]

    def paint(self, canvas: Canvas, t: float) -> None:
        """Puffs along the way it came."""
        for step in range(70):
            pose = self._path(t - (0.12 + step * 0.035) * self._seconds / 4)
            puff = self._puffs[min(step // 12, 5)]
            puff.paint(canvas, pose.x - 70 * self._unit, pose.y + 12 * self._unit, 1 - step / 70)


def lanterns(shot: Shot) -> list[Element]:
    """Paper lanterns that rise, the near ones larger and faster."""
    rng = shot.rng("lanterns")
    pen = Pen(150, 160, shot.unit)
    pen.shape([(-17, -26), (17, -26), (22, 0), (15, 24), (-15, 24), (-22, 0)], rgb("ffae4a"))
    pen.shape([(-11, -14), (11, -14), (13, 6), (9, 22), (-9, 22), (-13, 6)], rgb("ffe9a8"))
    pen.line([(-15, 25), (15, 25)], rgb("a85a2a"), 2.5)
    pen.glow(0, 2, 62, rgb("ff9a3c"), 0.75)
    sprite = pen.sprite()
    sizes = np.sort(rng.random(15) ** 1.4)
    return [_lantern(shot, sprite, rng, 0.18 + 0.95 * float(size)) for size in sizes]


def _lantern(shot: Shot, sprite: Sprite, rng: np.random.Generator, size: float) -> Element:
    x, y, phase = float(rng.uniform(0.04, 0.96)), float(rng.uniform(0.12, 0.82)), float(rng.uniform(0, 6.3))

    def path(t: float) -> Pose:
        px = shot.width * x + shot.unit * (16 * size * sway(t, 4.6, phase) + 8 * size * t)
        py = shot.height * y - shot.unit * (10 + 34 * size) * t
        return Pose(px, py, 0.07 * sway(t, 3.3, phase), size, opacity=0.8 + 0.2 * sway(t, 1.3, phase))

    return Actor([sprite], path)


def saucer(shot: Shot) -> list[Element]:
    """A hovering saucer with a beam of light."""
    pen = Pen(460, 720, shot.unit)
    pen.polygon([(-34, -160), (34, -160), (120, 220), (-120, 220)], rgb("b8fff0"), 0.2)
    pen.polygon([(-20, -160), (20, -160), (70, 220), (-70, 220)], rgb("d8fff6"), 0.22)
    pen.disc(0, -200, 46, rgb("bff5ee"), 40, opacity=0.85)
    pen.disc(0, -176, 118, tone(shot, "8f9bb5", show=0.7), 28)
    pen.disc(0, -182, 116, tone(shot, "c9d2e4", show=0.7), 22)
    for step in range(-3, 4):
        pen.disc(step * 30, -172 + abs(step) * -2.5, 5, rgb("fff1a0"))
    pen.glow(0, -170, 170, rgb("9ffff0"), 0.5)

    def path(t: float) -> Pose:
        u = shot.unit
        return Pose(
            shot.width * 0.56 + u * 46 * sway(t, 4.8), shot.height * 0.56 + u * 12 * sway(t, 2.2), 0.05 * sway(t, 3)
        )

    return [Actor([pen.sprite()], path)]
