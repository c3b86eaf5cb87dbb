"""What flies with wings: birds, butterflies and dragons."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise

import numpy as np

from adapters.sandbox.render.actors import Actor, Path, Pose, across, asked_tint, beat_poses, sway, tone
from adapters.sandbox.render.colour import mix, rgb
from adapters.sandbox.render.pen import Pen, Point
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.sprite import Sprite


def birds(shot: Shot) -> list[Element]:
    """A loose flock that crosses the sky."""
    rng = shot.rng("birds")
    poses = beat_poses(partial(_bird, shot), 12)
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


def dragon(shot: Shot) -> list[Element]:
    """A dragon that beats its wings across the sky."""
    poses = beat_poses(partial(_dragon, shot), 12)

    def path(t: float) -> Pose:
        y = shot.horizon * 0.52 + shot.unit * (16 * sway(t, 1.2, 1.6) - 14 * t)
        return Pose(across(shot, t, 0.4, 0.66), y, -0.08 + 0.03 * sway(t, 2.4), 1.0)

    return [Actor(poses, path, 12)]


def _dragon(shot: Shot, beat: float) -> Sprite:
    pen = Pen(460, 330, shot.unit)
    skin, wing = tone(shot, asked_tint(shot, "3d5f52"), 0.9, 0.45), tone(shot, "7a3f3a", 0.9, 0.35)
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
