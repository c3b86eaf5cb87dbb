"""Houses, windmills and tents, with their smoke, sails and fires; trees and flowers."""

from __future__ import annotations

import math

from adapters.sandbox.render.actors import Actor, Pose, asked_tint, tone
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import mix, rgb
from adapters.sandbox.render.pen import Pen
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.spark import soft_spark
from adapters.sandbox.render.sprite import Sprite
from adapters.sandbox.render.standing import Foot, against_light


def house(shot: Shot) -> tuple[Sprite, float]:
    """A house, its windows lit in the evening."""
    pen = Pen(300, 260, shot.unit)
    wall, roof, wood = (
        against_light(shot, "efe2cc"),
        against_light(shot, asked_tint(shot, "a8442f")),
        against_light(shot, "6a4a33"),
    )
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


class Smoke:
    """What rises from a chimney or a fire."""

    def __init__(self, shot: Shot, foot: Foot) -> None:
        self._foot, self._unit = foot, shot.unit
        self._puffs = [soft_spark(shot.palette.clouds[0], (8 + 4 * size) * shot.unit, 0.26) for size in range(5)]

    def paint(self, canvas: Canvas, t: float) -> None:
        """Puffs that grow and drift with the wind."""
        for puff in range(16):
            age = (t * 0.32 + puff / 16) % 1
            x = self._foot.at(t) + self._unit * (64 + 60 * age**1.4 + 9 * math.sin(age * 9 + puff))
            self._puffs[min(int(age * 5), 4)].paint(
                canvas, x, self._foot.y - (206 + 170 * age) * self._unit, math.sin(math.pi * age)
            )


def windmill(shot: Shot) -> tuple[Sprite, float]:
    """The tower of a windmill."""
    pen = Pen(220, 320, shot.unit)
    wall, roof = against_light(shot, "e8dcc6"), against_light(shot, "8a4a34")
    pen.polygon([(-54, 150), (54, 150), (34, -60), (-34, -60)], wall)
    pen.shape([(-40, -56), (-26, -92), (0, -106), (26, -92), (40, -56)], roof)
    pen.polygon([(-14, 96), (14, 96), (14, 150), (-14, 150)], roof)
    pen.disc(0, 10, 11, against_light(shot, "4a5a6a"), 15)
    pen.shade(shot.palette.near, 0.4, 0.0)
    return pen.sprite(), 142


def sails(shot: Shot, foot: Foot) -> Element:
    """The sails of a windmill, turning."""
    pen = Pen(330, 330, shot.unit)
    cloth, wood = against_light(shot, "fdf6e6"), against_light(shot, "5a4230")
    for turn in range(4):
        angle = math.pi / 2 * turn
        cos, sin = math.cos(angle), math.sin(angle)
        blade = [(26, 2), (150, 2), (150, 34), (26, 26)]
        pen.polygon([(a * cos - b * sin, a * sin + b * cos) for a, b in blade], cloth, 0.92)
        pen.line([(0, 0), (154 * cos, 154 * sin)], wood, 5)
    pen.disc(0, 0, 9, wood)
    return Actor([pen.sprite()], lambda t: Pose(foot.at(t), foot.y - 215 * shot.unit, 0.7 * t))


def tent(shot: Shot) -> tuple[Sprite, float]:
    """A tent, and logs for a fire."""
    pen = Pen(380, 220, shot.unit)
    cloth, side, dark = (
        against_light(shot, asked_tint(shot, "e08a3a")),
        against_light(shot, "b8602a"),
        against_light(shot, "3a2a2a"),
    )
    pen.polygon([(-150, 84), (-66, -56), (-10, 84)], cloth)
    pen.polygon([(-66, -56), (-10, 84), (66, 84)], side)
    pen.polygon([(-96, 84), (-66, -20), (-44, 84)], rgb("ffd58a") if shot.palette.show < 0.6 else dark)
    for lean in (-16, 0, 16):
        pen.line([(128 + lean, 84), (128 - lean * 0.8, 66)], dark, 6)
    if shot.palette.show < 0.6:
        pen.glow(-60, 50, 130, rgb("ffa04a"), 0.45)
    return pen.sprite(), 80


class Fire:
    """A small fire that flickers, with its light on the ground and sparks above."""

    def __init__(self, shot: Shot, foot: Foot) -> None:
        self._foot, self._unit = foot, shot.unit
        self._y = foot.y - 16 * shot.unit
        self._glow = soft_spark(rgb("ff8a3a"), 96 * shot.unit, 0.5)
        self._tongues = [soft_spark(rgb(code), size * shot.unit) for code, size in
                         (("ff5a1f", 20), ("ff9a2f", 15), ("ffd86a", 10), ("fff6d0", 6))]  # fmt: skip
        self._ember = soft_spark(rgb("ffc36a"), 2.2 * shot.unit)

    def paint(self, canvas: Canvas, t: float) -> None:
        """Tongues, then embers."""
        x, u = self._foot.at(t) + 128 * self._unit, self._unit
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


def tree(shot: Shot) -> tuple[Sprite, float]:
    """A single broad tree, pink where there are petals in the air."""
    pen = Pen(460, 420, shot.unit)
    rng = shot.rng("tree")
    leaves = ("d0708f", "ffc2d6") if "petals" in shot.plan.weathers else ("37753f", "7fb850")
    bark, dark, light = (against_light(shot, code) for code in ("5a4030", *leaves))
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


def flower(shot: Shot) -> tuple[Sprite, float]:
    """One large flower."""
    pen = Pen(260, 380, shot.unit)
    rng = shot.rng("flower")
    usual = ("ffcf3a", "f25f7a", "fff3f0", "b57af0")[int(rng.integers(4))]
    petal = tone(shot, asked_tint(shot, usual), 1.0, 0.7)
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
