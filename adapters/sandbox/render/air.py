"""Things in the air: kites, balloons, birds, aeroplanes, butterflies, lanterns, saucers and dragons."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from adapters.sandbox.render.actors import Actor, Path, Pose, across, sway, tone
from adapters.sandbox.render.canvas import Canvas, Sprite, paint_thread, soft_spark
from adapters.sandbox.render.colour import Rgb, mix, multiply, rgb
from adapters.sandbox.render.pen import Pen, Point
from adapters.sandbox.render.shot import Element, Shot

_WHITE: Rgb = (1.0, 1.0, 1.0)


def balloons(shot: Shot) -> list[Element]:
    """One large balloon and two far ones."""
    rng = shot.rng("balloons")
    sets = (("d8412f", "fff3da", "f2a23a"), ("2f7fb5", "fff3da", "f2c53a"), ("7a4fa8", "ffe3ec", "f28a5c"))
    picks = rng.permutation(3)
    side = float(rng.choice([0.36, 0.64]))
    spots = ((side, 0.4, 1.0), (1 - side * 0.9, 0.26, 0.42), (side * 0.45 + 0.3 * (side < 0.5), 0.22, 0.26))
    return [
        _floating(shot, _balloon(shot, sets[int(picks[index])], 0.7 + 0.3 * scale), (x, y), scale, index)
        for index, (x, y, scale) in reversed(list(enumerate(spots)))
    ]


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


class Kite:
    """A kite that swings in the wind, with a tail that follows it."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("kite")
        self._shot = shot
        codes = ("e4412f", "f2b63a", "2f86c9", "e85a9a", "3fa86a")
        first, second = (codes[int(pick)] for pick in rng.permutation(len(codes))[:2])
        self._kite = self._drawn(tone(shot, first, show=0.7), tone(shot, second, show=0.7))
        self._bow = self._bow_drawn(tone(shot, second, show=0.7))
        self._thread = mix(shot.palette.near, _WHITE, 0.3)
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


def birds(shot: Shot) -> list[Element]:
    """A loose flock that crosses the sky."""
    rng = shot.rng("birds")
    poses = [_bird(shot, math.sin(2 * math.pi * step / 10)) for step in range(10)]
    flock: list[Element] = []
    for index in range(9):
        rank, side = index // 2 + 1, 1 if index % 2 else -1
        offset = (-rank * 44 + float(rng.uniform(-12, 12)), side * rank * 19 + float(rng.uniform(-8, 8)))
        flock.append(Actor(poses, _flight(shot, offset, index), 13 + float(rng.uniform(-2, 2)), index * 3.3))
    return flock


def _flight(shot: Shot, offset: Point, index: int) -> Path:
    def path(t: float) -> Pose:
        x = across(shot, t, 0.38, 0.38 + 0.1 * shot.seconds / 2) + offset[0] * shot.unit
        y = shot.horizon * 0.42 + (offset[1] + 9 * sway(t, 3.1, index) - 8 * t) * shot.unit
        return Pose(x, y, -0.06, 0.95)

    return path


def _bird(shot: Shot, beat: float) -> Sprite:
    pen = Pen(70, 60, shot.unit)
    ink = mix(shot.palette.near, shot.palette.haze, 0.12 if shot.palette.show > 0.3 else 0.4)
    lift = -13 * beat
    for side in (-1, 1):
        wing = [(0, 1), (side * 9, -3 + lift * 0.45), (side * 19, lift * 0.8 - 1), (side * 28, lift + 3),
                (side * 18, lift * 0.7 + 3), (side * 8, 3 + lift * 0.2), (0, 4)]  # fmt: skip
        pen.shape(wing, ink)
    pen.shape([(-3, 0), (0, -3), (4, 0), (3, 5), (0, 8), (-3, 5)], ink)
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


def butterflies(shot: Shot) -> list[Element]:
    """Five, each with its own colours, fluttering over the flowers."""
    rng = shot.rng("butterflies")
    codes = ("f28a2f", "4f8ff0", "f25f8a", "f2d03a", "a06cf0")
    return [_butterfly(shot, rng, codes[index], index) for index in range(5)]


def _butterfly(shot: Shot, rng: np.random.Generator, code: str, index: int) -> Element:
    pen = Pen(84, 70, shot.unit)
    wing, edge = tone(shot, code, show=0.75), tone(shot, "2b2233", show=0.6)
    for side in (-1, 1):
        for colour, grow in ((edge, 1.0), (wing, 0.8)):
            upper = [(0, -2), (10, -22), (28, -30), (38, -20), (30, -4), (12, 2)]
            lower = [(0, 2), (14, 2), (27, 10), (22, 26), (10, 22)]
            for outline in (upper, lower):
                cx, cy = np.mean(outline, 0)
                pen.shape([(side * (cx + (x - cx) * grow), cy + (y - cy) * grow) for x, y in outline], colour)
    pen.shape([(-2, -14), (2, -14), (2.5, 6), (0, 18), (-2.5, 6)], edge)
    x, y = float(rng.uniform(0.2, 0.8)), float(rng.uniform(0.46, 0.68))
    phase, size = float(rng.uniform(0, 6.3)), float(rng.uniform(0.8, 1.5))

    def path(t: float) -> Pose:
        flap = 0.15 + 0.85 * abs(math.sin(t * 9 + phase))
        px = shot.width * x + shot.unit * (70 * sway(t, 3.7, phase) + 20 * t)
        py = shot.height * y + shot.unit * (34 * sway(t, 2.3, phase * 2) + 7 * math.sin(t * 9 + phase))
        return Pose(px, py, 0.35 * sway(t, 3.1, index), size, flap)

    return Actor([pen.sprite()], path)


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


def dragon(shot: Shot) -> list[Element]:
    """A dragon that beats its wings across the sky."""
    poses = [_dragon(shot, math.sin(2 * math.pi * step / 9)) for step in range(9)]

    def path(t: float) -> Pose:
        y = shot.horizon * 0.52 + shot.unit * (16 * sway(t, 1.2, 1.6) - 14 * t)
        return Pose(across(shot, t, 0.4, 0.66), y, -0.08 + 0.03 * sway(t, 2.4), 1.0)

    return [Actor(poses, path, 9)]


def _dragon(shot: Shot, beat: float) -> Sprite:
    pen = Pen(460, 330, shot.unit)
    skin, wing = tone(shot, "3d5f52", 0.9, 0.3), tone(shot, "7a3f3a", 0.9, 0.35)
    lift = -92 * beat
    far = _wing((10, -8), lift * 0.8, 0.8)
    pen.polygon(far, mix(wing, shot.palette.haze, 0.25))
    body = [(196, -44), (182, -58), (160, -52), (140, -36), (96, -16), (40, -14), (-20, -8), (-90, 6),
            (-150, 30), (-206, 28), (-150, 42), (-80, 28), (-10, 20), (50, 14),
            (104, 6), (146, -18), (170, -36), (192, -36)]  # fmt: skip
    pen.shape(body, skin)
    pen.polygon([(-198, 28), (-226, 10), (-222, 30), (-228, 48)], skin)
    for x in (-4, 44):
        pen.polygon([(x - 8, 12), (x + 10, 12), (x + 2, 44), (x + 14, 48), (x - 6, 48)], skin)
    pen.polygon([(164, -54), (146, -80), (174, -58)], skin)
    near = _wing((34, -4), lift, 1.0)
    pen.polygon(near, wing)
    for tip in (near[len(near) // 4], near[len(near) // 2], near[3 * len(near) // 4]):
        pen.line([near[1], tip], mix(skin, wing, 0.4), 3.0)
    pen.line([near[0], near[1], near[2]], skin, 6.0)
    pen.disc(176, -48, 3.2, rgb("ffd23a"))
    return pen.sprite()


def _wing(root: Point, lift: float, size: float) -> list[Point]:
    """A bat's wing: shoulder, wrist, tip, then the scalloped edge back to the body."""
    wrist = (root[0] + 26 * size, root[1] + (lift * 0.75 - 34) * size)
    tips = [(root[0] + x * size, root[1] + (lift * share + drop) * size) for x, share, drop in
            ((-52, 1.35, -34), (-88, 0.85, -2), (-96, 0.42, 18), (-74, 0.05, 16))]  # fmt: skip
    edge: list[Point] = [tips[0]]
    for here, there in pairwise(tips):
        middle = ((here[0] + there[0]) / 2 + 24 * size, (here[1] + there[1]) / 2 - 4 * size)
        edge += [(here[0] * a + middle[0] * b + there[0] * c, here[1] * a + middle[1] * b + there[1] * c)
                 for a, b, c in ((0.56, 0.38, 0.06), (0.25, 0.5, 0.25), (0.06, 0.38, 0.56), (0, 0, 1))]  # fmt: skip
    return [root, wrist, *edge, (root[0] - 40 * size, root[1] + 10)]
