"""Things on the water and in it: sailing boats, paper boats, a lighthouse, whales and fish."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PIL import Image

from adapters.sandbox.render.actors import Actor, Pose, across, asked_tint, beat_poses, sway, tone
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import mix, rgb
from adapters.sandbox.render.pen import Pen
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import soft_spark, to_mask
from adapters.sandbox.render.sprite import Sprite
from adapters.sandbox.render.water import band_height


def boat(shot: Shot) -> list[Element]:
    """A sailing boat that heels a little."""
    pen = Pen(300, 320, shot.unit)
    sail, shade = tone(shot, "fff6e6", show=0.84), tone(shot, "e8d6c0", show=0.78)
    pen.line([(0, -150), (0, 96)], tone(shot, "5a3d28"), 5)
    pen.shape([(6, -146), (40, -80), (78, 0), (92, 64), (40, 70), (6, 66)], sail)
    pen.shape([(-6, -128), (-30, -60), (-62, 20), (-80, 64), (-40, 68), (-6, 60)], shade)
    for y in (-70, -10, 40):
        pen.line([(7, y), (28 + (y + 90) * 0.34, y + 3)], shade, 1.6)
    pen.polygon([(0, -150), (30, -158), (0, -168)], tone(shot, "e4412f", show=0.7))
    hull = [(-112, 82), (-60, 88), (40, 88), (124, 74), (104, 112), (70, 128), (-60, 128), (-92, 112)]
    pen.shape(hull, tone(shot, asked_tint(shot, "8a3f2c"), show=0.5))
    pen.line([(-106, 86), (-50, 92), (40, 92), (116, 79)], tone(shot, "f2d6a8", show=0.6), 5)
    pen.shade(shot.palette.near, 0.35, math.pi / 2)
    level = band_height(shot, 2.6) - 92 * shot.unit

    def path(t: float) -> Pose:
        return Pose(
            across(shot, t, 0.4, 0.4 + 0.045 * shot.seconds), level + 6 * shot.unit * sway(t, 3.0),
            0.045 * sway(t, 3.6, 1), 0.95,
        )  # fmt: skip

    return [Actor([pen.sprite()], path)]


def paper_boat(shot: Shot) -> list[Element]:
    """A folded paper boat."""
    pen = Pen(300, 200, shot.unit)
    white, light, grey = (tone(shot, code, show=0.75) for code in ("ffffff", "e9edf3", "c3ccd9"))
    pen.polygon([(0, -84), (-46, 6), (0, 22)], light)
    pen.polygon([(0, -84), (46, 6), (0, 22)], grey)
    pen.polygon([(-130, -18), (-78, 64), (0, 64), (0, 18)], white)
    pen.polygon([(130, -18), (78, 64), (0, 64), (0, 18)], light)
    pen.polygon([(-130, -18), (-46, 6), (0, 22), (-92, 44)], mix(white, grey, 0.16))
    pen.polygon([(130, -18), (46, 6), (0, 22), (92, 44)], mix(light, grey, 0.5))
    level = band_height(shot, 3.1) - 46 * shot.unit

    def path(t: float) -> Pose:
        return Pose(
            across(shot, t, 0.42, 0.42 + 0.04 * shot.seconds), level + 9 * shot.unit * sway(t, 2.6),
            0.11 * sway(t, 3.1, 1), 1.05,
        )  # fmt: skip

    return [Actor([pen.sprite()], path)]


class _Lamp:
    """The turning beam of a lighthouse, to both sides in turn."""

    def __init__(self, shot: Shot, x: float, y: float) -> None:
        self._x, self._y, self._shot = x, y, shot
        self._lamp = soft_spark(rgb("fff6cf"), 17 * shot.unit)
        self._beam = _beam(shot)

    def paint(self, canvas: Canvas, t: float) -> None:
        """Wide when it points to the side, thin when it points at us."""
        turn = math.cos(2 * math.pi * t / 5)
        self._beam.paint(canvas, self._x, self._y, squeeze=turn * 1.5, opacity=0.35 + 0.5 * abs(turn))
        self._lamp.paint(canvas, self._x, self._y, 0.7 + 0.3 * (1 - abs(turn)))


def _beam(shot: Shot) -> Sprite:
    """Light that spreads to the right of its middle, and is lost in the distance."""
    reach, half = even(400 * shot.unit), even(110 * shot.unit)
    ys, xs = np.mgrid[-half:half, -reach:reach].astype(np.float32)
    away = np.clip(xs / reach, 0, 1)
    spread = (5 + 78 * away) * shot.unit
    light = np.exp(-((ys / spread) ** 2) * 2) * (1 - away) ** 1.1 * (xs > 0) * 0.6
    image = Image.new("RGBA", light.shape[::-1], "#fff3c4")
    image.putalpha(to_mask(light))
    return Sprite(image, 1.0)


def lighthouse(shot: Shot) -> list[Element]:
    """A lighthouse on its rock, in front of the horizon."""
    pen = Pen(240, 360, shot.unit)
    white, red, rock = tone(shot, "fbf4ea", show=0.6), tone(shot, "d0402f", show=0.6), tone(shot, "4b4a55", show=0.4)
    widths = [(38 - 15 * step / 6, 128 - 240 * step / 6) for step in range(7)]
    for step in range(6):
        (below, y0), (above, y1) = widths[step], widths[step + 1]
        pen.polygon([(-below, y0), (below, y0), (above, y1), (-above, y1)], red if step % 2 else white)
    pen.polygon([(-32, -112), (32, -112), (30, -120), (-30, -120)], tone(shot, "2b2f3a"))
    pen.polygon([(-17, -120), (17, -120), (17, -146), (-17, -146)], rgb("ffe9a0"))
    pen.polygon([(-23, -146), (23, -146), (0, -170)], red)
    pen.shade(shot.palette.near, 0.5, 0.0)
    pen.shape([(-116, 168), (-84, 128), (-40, 118), (20, 112), (62, 128), (112, 150), (116, 176), (0, 182)], rock)
    x, y = shot.width * 0.7, shot.horizon - 120 * shot.unit
    return [
        Actor([pen.sprite()], lambda _: Pose(x, y)),
        _Lamp(shot, x, y - 133 * shot.unit),
    ]


def whale(shot: Shot) -> list[Element]:
    """A whale that swims by, slowly beating its tail."""
    poses = beat_poses(partial(_whale, shot), 8)

    def path(t: float) -> Pose:
        x = across(shot, t, 0.4, 0.4 + 0.05 * shot.seconds)
        return Pose(x, shot.height * 0.43 + 16 * shot.unit * sway(t, 5), -0.06 + 0.05 * sway(t, 5, 1.2), 1.15)

    return [Actor(poses, path, 3)]


def _whale(shot: Shot, beat: float) -> Sprite:
    pen = Pen(640, 300, shot.unit)
    back, belly, dark = (
        mix(rgb(code), rgb("1b86a8"), 0.16) for code in (asked_tint(shot, "2c5f8a"), "cfe6ea", "1d4468")
    )
    tail = 34 * beat
    pen.shape([(-214, tail * 0.9), (-262, tail - 44), (-292, tail - 50), (-270, tail - 8), (-292, tail + 30),
               (-258, tail + 26)], dark)  # fmt: skip
    body = [(268, 6), (248, -44), (180, -80), (90, -92), (-10, -76), (-110, -36), (-190, tail * 0.7 - 12),
            (-224, tail * 0.9), (-190, tail * 0.7 + 14), (-100, 26), (0, 62), (110, 84),
            (200, 70), (256, 40)]  # fmt: skip
    pen.shape(body, back)
    pen.shape([(262, 20), (240, 50), (190, 72), (110, 82), (20, 66), (-40, 48), (40, 44), (130, 40), (210, 28)], belly)
    for line in range(5):
        y = 48 + line * 7
        pen.line(
            [(236 - line * 10, y - 8), (190 - line * 11, y - 1), (140 - line * 10, y + 2), (60 - line * 4, y)],
            mix(belly, back, 0.35),
            1.6,
        )
    pen.shape([(96, 56), (70, 96 - tail * 0.5), (26, 128 - tail * 0.8), (30, 96 - tail * 0.4), (58, 58)], dark)
    pen.polygon([(-60, -44), (-104, -86), (-118, -20)], back)
    pen.disc(196, 2, 5.5, rgb("0a1c2c"))
    pen.disc(197.5, 0.5, 1.7, rgb("ffffff"))
    pen.shade(rgb("bff5ee"), 0.4, -math.pi / 2)
    pen.shade(rgb("06263f"), 0.35, math.pi / 2)
    return pen.sprite()


def fishes(shot: Shot) -> list[Element]:
    """A school of small fish, and three large ones."""
    rng = shot.rng("fishes")
    codes = ("ff8f3c", "ffd23f", "ff5f6d", "5fd0e8", "f7f3e8")
    first, second = (codes[int(pick)] for pick in rng.permutation(len(codes))[:2])
    small, large = _poses(shot, first), _poses(shot, asked_tint(shot, second))
    school: list[Element] = []
    for index in range(19):
        big = index >= 16
        place = (float(rng.normal(0.42, 0.13)), float(rng.normal(0.4, 0.11)))
        size = float(rng.uniform(0.95, 1.25)) if big else float(rng.uniform(0.32, 0.58))
        school.append(_swimmer(shot, large if big else small, place, size, index))
    return school


def _poses(shot: Shot, code: str) -> list[Sprite]:
    return beat_poses(partial(_fish, shot, code), 8)


def _swimmer(shot: Shot, poses: list[Sprite], place: tuple[float, float], size: float, index: int) -> Element:
    def path(t: float) -> Pose:
        x = shot.width * place[0] + shot.unit * (36 + 22 * size) * t + 9 * shot.unit * sway(t, 2.7, index)
        return Pose(
            x, shot.height * place[1] + 11 * shot.unit * sway(t, 3.9, index * 1.7), 0.05 * sway(t, 3.9, index), size
        )

    return Actor(poses, path, 14, index * 2.3)


def _fish(shot: Shot, code: str, beat: float) -> Sprite:
    pen = Pen(130, 80, shot.unit)
    body, fin = mix(rgb(code), rgb("1b86a8"), 0.14), mix(rgb(code), rgb("06263f"), 0.35)
    pen.shape([(-30, 0), (-52, -20 + 4 * beat), (-58 + 6 * beat, 0), (-52, 20 + 4 * beat)], fin)
    pen.shape([(-6, -18), (6, -32), (-18, -20)], fin)
    pen.shape([(50, 0), (34, -15), (6, -21), (-20, -12), (-36, 0), (-20, 12), (6, 21), (34, 15)], body)
    pen.shape([(8, 4), (-10, 16 + 4 * beat), (-2, 2)], fin)
    for x in (14, -6):
        pen.line([(x, -17), (x - 4, 0), (x, 17)], mix(body, rgb("ffffff"), 0.75), 4.5, 0.9)
    pen.disc(34, -4, 4.2, rgb("ffffff"))
    pen.disc(35, -4, 2.3, rgb("14202c"))
    pen.shade(rgb("06263f"), 0.3, math.pi / 2)
    return pen.sprite()
