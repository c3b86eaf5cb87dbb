"""Things that stand on a hill or a roof: animals, people, houses, windmills, tents, trees, robots and flowers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from adapters.sandbox.render.actors import Actor, Pose, sway, tone
from adapters.sandbox.render.canvas import Canvas, Sprite, soft_spark
from adapters.sandbox.render.colour import Rgb, mix, rgb
from adapters.sandbox.render.pen import Pen
from adapters.sandbox.render.ridge import Ridge, ridge_element, speed_at, width_at
from adapters.sandbox.render.shot import Element, Shot

_DEPTH = 0.86
_SOILS = {"desert": "d9985a", "snow": "eef4fb", "city": "4a4f63", "forest": "37583f", "space": "8d8a99"}

Extra = Callable[[Shot, float, float, float], list[Element]]
"""What moves with a standing thing: made from the shot, the place of its foot (x, y) and its speed to the left."""


def standing(shot: Shot, name: str) -> list[Element]:
    """The hill, and the thing on its top."""
    draw, extra = THINGS[name]
    x = shot.width * (0.42 if shot.plan.seed % 2 else 0.58)
    tall, speed = _knoll_height(shot), speed_at(shot, _DEPTH)
    y = shot.height * 0.97 - tall
    sprite, foot = draw(shot)

    def path(t: float) -> Pose:
        return Pose(x + speed * (shot.seconds / 2 - t), y - foot * shot.unit, scale=1.0)

    knoll = _knoll(shot, x + speed * shot.seconds / 2, tall)
    return [*extra(shot, x + speed * shot.seconds / 2, y, speed), Actor([sprite], path), knoll]


def _knoll_height(shot: Shot) -> float:
    return shot.height * 0.26


def _knoll(shot: Shot, middle: float, tall: float) -> Element:
    xs = np.arange(width_at(shot, _DEPTH), dtype=np.float32)
    away = np.abs(xs - middle) / (shot.unit * 430)
    shape = 1 / (1 + (away / 0.8) ** 14) if shot.plan.place == "city" else np.exp(-(away**2))
    line = (shape * tall + shot.height * 0.01).astype(np.float32)
    material = rgb(_SOILS.get(shot.plan.place, "5f9a4c"))
    ridge = Ridge(
        name="knoll", depth=_DEPTH, foot=shot.height * 0.97, line=line, material=material, cover=shot.height * 0.05,
        grain=0.2, relief=0.4, mist=0.2, show=0.6 if shot.plan.place == "snow" else 0.0,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _dark(shot: Shot, code: str) -> Rgb:
    """Standing things are seen against the light."""
    return tone(shot, code, 1.0, 0.3)


def _cat(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(150, 210, shot.unit)
    fur = _dark(shot, "4a3f4f")
    pen.shape(
        [(-38, 84), (-44, 50), (-34, 8), (-20, -22), (0, -30), (20, -22), (34, 8), (44, 50), (38, 84), (0, 90)], fur
    )
    pen.disc(0, -50, 33, fur, 29)
    pen.polygon([(-32, -56), (-29, -94), (-6, -76)], fur)
    pen.polygon([(32, -56), (29, -94), (6, -76)], fur)
    return pen.sprite(), 78


class _Tail:
    """A cat's tail: it lies, and its tip thinks."""

    def __init__(self, shot: Shot, x: float, y: float, speed: float) -> None:
        self._x, self._y, self._speed, self._unit = x, y, speed, shot.unit
        self._dot = soft_spark(_dark(shot, "4a3f4f"), 8.5 * shot.unit, hardness=1.0)

    def paint(self, canvas: Canvas, t: float) -> None:
        """A curl of dots."""
        x = self._x - self._speed * t
        for step in range(34):
            share = step / 33
            turn = 0.5 - share * (2.0 + 0.55 * sway(t, 2.4))
            reach = (30 + 66 * share) * self._unit
            self._dot.paint(
                canvas, x + math.cos(turn) * reach, self._y + (math.sin(turn) * 62 * share - 4) * self._unit
            )


def _dog(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(200, 230, shot.unit)
    fur, light = _dark(shot, "a8622f"), _dark(shot, "f2dcc0")
    pen.shape([(-52, 92), (-58, 60), (-76, 40), (-92, 8), (-74, 20), (-50, 46)], fur)
    pen.shape([(-40, 92), (-48, 52), (-28, 4), (2, -26), (30, -20), (36, 20), (34, 92), (0, 96)], fur)
    pen.shape([(4, -30), (12, -66), (38, -78), (58, -64), (84, -52), (86, -42), (58, -34), (40, -18), (20, -14)], fur)
    pen.shape([(60, -50), (86, -48), (82, -40), (56, -34), (44, -20), (36, 6), (26, 16), (34, -20)], light)
    pen.polygon([(14, -62), (10, -102), (34, -76)], fur)
    pen.polygon([(34, -76), (40, -104), (50, -72)], fur)
    pen.disc(85, -50, 5, _dark(shot, "241a1a"))
    pen.disc(54, -62, 3.2, _dark(shot, "1a1414"))
    return pen.sprite(), 84


def _person(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(150, 250, shot.unit)
    coat, scarf, dark = _dark(shot, "c8452f"), _dark(shot, "f2c53a"), _dark(shot, "33313f")
    pen.polygon([(-17, 50), (-3, 50), (-5, 116), (-20, 116)], dark)
    pen.polygon([(3, 50), (17, 50), (20, 116), (5, 116)], dark)
    pen.shape([(-20, -46), (0, -54), (20, -46), (28, 10), (36, 66), (0, 74), (-36, 66), (-28, 10)], coat)
    pen.line([(-20, -38), (-36, 2), (-30, 30)], mix(coat, dark, 0.2), 13)
    pen.line([(20, -38), (36, 2), (30, 30)], mix(coat, dark, 0.35), 13)
    pen.disc(0, -76, 20, dark, 22)
    pen.shape([(-19, -56), (0, -62), (19, -56), (17, -46), (0, -42), (-17, -46)], scarf)
    pen.shape([(14, -52), (40, -58), (66, -46), (60, -36), (36, -46), (14, -44)], scarf)
    return pen.sprite(), 112


def _deer(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(260, 300, shot.unit)
    fur, dark = _dark(shot, "8a5a3a"), _dark(shot, "4a3226")
    for x, lean in ((-62, -4), (-42, 6), (36, -2), (54, 8)):
        pen.polygon([(x - 9, 30), (x + 9, 30), (x + lean + 3, 138), (x + lean - 4, 138)], fur)
    pen.shape(
        [(-82, 8), (-70, -22), (-20, -26), (30, -28), (62, -40), (70, -6), (60, 34), (20, 42), (-40, 40), (-78, 34)],
        fur,
    )
    pen.shape([(40, -20), (58, -64), (66, -96), (84, -104), (92, -88), (86, -58), (74, -10)], fur)
    pen.shape([(64, -98), (82, -112), (104, -98), (122, -84), (118, -76), (96, -78), (78, -82)], fur)
    pen.shape([(68, -104), (46, -116), (56, -98)], fur)
    pen.polygon([(-80, 2), (-94, -8), (-84, 18)], fur)
    for side in (-1.0, 1.0):
        stem = 78 + side * 5
        beam = [(stem, -110), (stem + side * 22, -134), (stem + side * 26, -152)]
        pen.line(beam, dark, 5)
        pen.line([beam[1], (beam[1][0] + side * 20, -146)], dark, 4)
        pen.line([(stem + side * 11, -122), (stem + side * 2, -144)], dark, 4)
    pen.disc(92, -92, 3, dark)
    return pen.sprite(), 134


def _house(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(300, 260, shot.unit)
    wall, roof, wood = _dark(shot, "efe2cc"), _dark(shot, "a8442f"), _dark(shot, "6a4a33")
    lamp = rgb("ffcf70") if shot.palette.show < 0.6 else tone(shot, "7fa6b8")
    pen.polygon([(52, -40), (52, -104), (76, -104), (76, -30)], wood)
    pen.polygon([(-96, -10), (96, -10), (96, 112), (-96, 112)], wall)
    pen.polygon([(-122, -4), (-74, -84), (74, -84), (122, -4)], roof)
    pen.polygon([(-14, 38), (22, 38), (22, 112), (-14, 112)], wood)
    for x in (-72, 44):
        pen.polygon([(x, 22), (x + 34, 22), (x + 34, 58), (x, 58)], lamp)
        pen.line([(x + 17, 22), (x + 17, 58)], wood, 3)
        pen.line([(x, 40), (x + 34, 40)], wood, 3)
    pen.shade(shot.palette.near, 0.4, 0.0)
    if shot.palette.show < 0.6:
        pen.glow(-10, 44, 110, rgb("ffb04a"), 0.4)
    return pen.sprite(), 106


class _Smoke:
    """What rises from a chimney or a fire."""

    def __init__(self, shot: Shot, x: float, y: float, speed: float) -> None:
        self._x, self._y, self._speed, self._unit = x, y, speed, shot.unit
        self._puffs = [soft_spark(shot.palette.clouds[0], (8 + 4 * size) * shot.unit, 0.26) for size in range(5)]

    def paint(self, canvas: Canvas, t: float) -> None:
        """Puffs that grow and drift with the wind."""
        for puff in range(16):
            age = (t * 0.32 + puff / 16) % 1
            x = self._x - self._speed * t + self._unit * (60 * age**1.4 + 9 * math.sin(age * 9 + puff))
            self._puffs[min(int(age * 5), 4)].paint(
                canvas, x, self._y - 170 * age * self._unit, math.sin(math.pi * age)
            )


def _windmill(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(220, 320, shot.unit)
    wall, roof = _dark(shot, "e8dcc6"), _dark(shot, "8a4a34")
    pen.polygon([(-54, 150), (54, 150), (34, -60), (-34, -60)], wall)
    pen.shape([(-40, -56), (-26, -92), (0, -106), (26, -92), (40, -56)], roof)
    pen.polygon([(-14, 96), (14, 96), (14, 150), (-14, 150)], roof)
    pen.disc(0, 10, 11, _dark(shot, "4a5a6a"), 15)
    pen.shade(shot.palette.near, 0.4, 0.0)
    return pen.sprite(), 142


def _sails(shot: Shot, x: float, y: float, speed: float) -> list[Element]:
    pen = Pen(330, 330, shot.unit)
    cloth, wood = _dark(shot, "fdf6e6"), _dark(shot, "5a4230")
    for turn in range(4):
        angle = math.pi / 2 * turn
        cos, sin = math.cos(angle), math.sin(angle)
        blade = [(26, 2), (150, 2), (150, 34), (26, 26)]
        pen.polygon([(a * cos - b * sin, a * sin + b * cos) for a, b in blade], cloth, 0.92)
        pen.line([(0, 0), (154 * cos, 154 * sin)], wood, 5)
    pen.disc(0, 0, 9, wood)
    return [Actor([pen.sprite()], lambda t: Pose(x - speed * t, y - 215 * shot.unit, 0.7 * t))]


def _tent(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(380, 220, shot.unit)
    cloth, side, dark = _dark(shot, "e08a3a"), _dark(shot, "b8602a"), _dark(shot, "3a2a2a")
    pen.polygon([(-150, 84), (-66, -56), (-10, 84)], cloth)
    pen.polygon([(-66, -56), (-10, 84), (66, 84)], side)
    pen.polygon([(-96, 84), (-66, -20), (-44, 84)], rgb("ffd58a") if shot.palette.show < 0.6 else dark)
    for lean in (-16, 0, 16):
        pen.line([(128 + lean, 84), (128 - lean * 0.8, 66)], dark, 6)
    if shot.palette.show < 0.6:
        pen.glow(-60, 50, 130, rgb("ffa04a"), 0.45)
    return pen.sprite(), 80


class _Fire:
    """A small fire that flickers, with its light on the ground and sparks above."""

    def __init__(self, shot: Shot, x: float, y: float, speed: float) -> None:
        self._x, self._y, self._speed, self._unit = x + 128 * shot.unit, y - 16 * shot.unit, speed, shot.unit
        self._glow = soft_spark(rgb("ff8a3a"), 96 * shot.unit, 0.5)
        self._tongues = [soft_spark(rgb(code), size * shot.unit) for code, size in
                         (("ff5a1f", 20), ("ff9a2f", 15), ("ffd86a", 10), ("fff6d0", 6))]  # fmt: skip
        self._ember = soft_spark(rgb("ffc36a"), 2.2 * shot.unit)

    def paint(self, canvas: Canvas, t: float) -> None:
        """Tongues, then embers."""
        x, u = self._x - self._speed * t, self._unit
        self._glow.paint(canvas, x, self._y, 0.75 + 0.2 * math.sin(t * 11) * math.sin(t * 7.3))
        for level, tongue in enumerate(self._tongues):
            for part in range(4):
                rise = (t * 1.9 + part / 4 + level * 0.13) % 1
                lean = math.sin(t * 6 + part * 2 + level) * 7 * rise
                tongue.paint(canvas, x + lean * u, self._y - (6 + (52 - 9 * level) * rise) * u, (1 - rise) * 0.8)
        for ember in range(14):
            rise = (t * 0.45 + ember / 14) % 1
            lean = 40 * math.sin(ember * 5 + rise * 4) * rise
            self._ember.paint(canvas, x + lean * u, self._y - 210 * rise * u, 1 - rise)


def _tree(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(460, 420, shot.unit)
    rng = shot.rng("tree")
    pink = "petals" in shot.plan.weathers
    bark, dark, light = (
        _dark(shot, "5a4030"), _dark(shot, "d0708f" if pink else "37753f"), _dark(shot, "ffc2d6" if pink else "7fb850")
    )  # fmt: skip
    pen.shape([(-34, 200), (-16, 140), (-14, 60), (-60, 0), (-52, -6), (-4, 34), (6, -40), (14, -40), (18, 30),
               (66, -16), (72, -8), (22, 70), (20, 140), (38, 200)], bark)  # fmt: skip
    blobs = sorted(
        ((float(rng.normal(0, 78)), float(rng.normal(-62, 44)), float(rng.uniform(34, 62))) for _ in range(46)),
        key=lambda blob: -blob[1],
    )
    for x, y, radius in blobs:
        share = min(max((60 - y) / 190 + float(rng.uniform(-0.12, 0.12)), 0), 1)
        pen.disc(max(-160, min(160, x)), max(-140, min(30, y)), radius, mix(dark, light, share), radius * 0.8)
    return pen.sprite(), 190


def _robot(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(210, 290, shot.unit)
    shell, joint, eye = _dark(shot, "c3ccd6"), _dark(shot, "5a6474"), rgb("6ff2e0")
    for side in (-1, 1):
        pen.line([(side * 22, 62), (side * 26, 128)], joint, 16)
        pen.shape([(side * 26 - 24, 140), (side * 26 - 18, 122), (side * 26 + 18, 122), (side * 26 + 24, 140)], shell)
        pen.line([(side * 48, -14), (side * 72, 22), (side * 62, 58)], joint, 13)
        pen.disc(side * 61, 64, 13, shell)
    pen.shape([(-46, -24), (0, -32), (46, -24), (52, 34), (38, 74), (-38, 74), (-52, 34)], shell)
    pen.disc(0, 18, 15, joint)
    pen.disc(0, 18, 9, rgb("ff9a4a"))
    pen.line([(0, -104), (0, -128)], joint, 4)
    pen.disc(0, -131, 6, rgb("ff6a4a"))
    pen.shape([(-50, -42), (-54, -76), (-38, -104), (0, -110), (38, -104), (54, -76), (50, -42), (0, -36)], shell)
    pen.shape([(-38, -58), (-38, -88), (0, -94), (38, -88), (38, -58), (0, -52)], rgb("1d2735"))
    for x in (-17, 17):
        pen.disc(x, -73, 9, eye)
    pen.shade(shot.palette.near, 0.45, 0.0)
    pen.glow(0, -73, 40, eye, 0.25)
    return pen.sprite(), 138


def _flower(shot: Shot) -> tuple[Sprite, float]:
    pen = Pen(260, 380, shot.unit)
    rng = shot.rng("flower")
    petal = tone(shot, ("ffcf3a", "f25f7a", "fff3f0", "b57af0")[int(rng.integers(4))], 1.0, 0.7)
    leaf, heart = tone(shot, "4f9148", 1.0, 0.5), tone(shot, "6a4326", 1.0, 0.6)
    pen.line([(0, -60), (6, 60), (0, 180)], leaf, 9)
    pen.shape([(2, 100), (44, 60), (96, 66), (60, 104), (14, 120)], leaf)
    pen.shape([(2, 130), (-40, 96), (-90, 108), (-54, 140), (-8, 150)], mix(leaf, shot.palette.near, 0.25))
    for ring, grow in ((0.0, 1.0), (0.5, 0.82)):
        for step in range(14):
            turn = 2 * math.pi * (step + ring) / 14
            cos, sin = math.cos(turn), math.sin(turn)
            outline = [(30, -9), (64, -15), (98, 0), (64, 15), (30, 9)]
            pen.shape([((a * cos - b * sin) * grow, (a * sin + b * cos) * grow - 70) for a, b in outline],
                      mix(petal, heart, 0.22 * (1 - ring * 2)))  # fmt: skip
    pen.disc(0, -70, 34, heart)
    pen.disc(-4, -74, 24, mix(heart, petal, 0.2))
    return pen.sprite(), 170


def _none(_shot: Shot, _x: float, _y: float, _speed: float) -> list[Element]:
    return []


THINGS: Final[Mapping[str, tuple[Callable[[Shot], tuple[Sprite, float]], Extra]]] = MappingProxyType(
    {
        "cat": (_cat, lambda *place: [_Tail(*place)]),
        "dog": (_dog, _none),
        "person": (_person, _none),
        "deer": (_deer, _none),
        "house": (_house, lambda shot, x, y, speed: [_Smoke(shot, x + 64 * shot.unit, y - 206 * shot.unit, speed)]),
        "windmill": (_windmill, _none),
        "tent": (_tent, lambda *place: [_Fire(*place)]),
        "oak": (_tree, _none),
        "robot": (_robot, _none),
        "flower": (_flower, _none),
    }
)


def windmill(shot: Shot) -> list[Element]:
    """As `standing`, with sails before the tower."""
    speed = speed_at(shot, _DEPTH)
    x = shot.width * (0.42 if shot.plan.seed % 2 else 0.58) + speed * shot.seconds / 2
    sails = _sails(shot, x, shot.height * 0.97 - _knoll_height(shot), speed)
    return [*standing(shot, "windmill"), *sails]
