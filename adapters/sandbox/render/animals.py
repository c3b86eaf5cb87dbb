"""Figures that sit or stand: cats, dogs, deer, people and robots."""

from __future__ import annotations

import math

from adapters.sandbox.render.actors import asked_tint, sway
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import mix, rgb
from adapters.sandbox.render.pen import Pen
from adapters.sandbox.render.shot import Shot
from adapters.sandbox.render.spark import soft_spark
from adapters.sandbox.render.sprite import Sprite
from adapters.sandbox.render.standing import Foot, against_light


def cat(shot: Shot) -> tuple[Sprite, float]:
    """A sitting cat, seen from behind."""
    pen = Pen(150, 210, shot.unit)
    fur = against_light(shot, asked_tint(shot, "4a3f4f"))
    pen.shape(
        [(-38, 84), (-44, 50), (-34, 8), (-20, -22), (0, -30), (20, -22), (34, 8), (44, 50), (38, 84), (0, 90)], fur
    )
    pen.disc(0, -50, 33, fur, 29)
    pen.polygon([(-32, -56), (-29, -94), (-6, -76)], fur)
    pen.polygon([(32, -56), (29, -94), (6, -76)], fur)
    return pen.sprite(), 78


class Tail:
    """A cat's tail: it lies, and its tip thinks."""

    def __init__(self, shot: Shot, foot: Foot) -> None:
        self._foot, self._unit = foot, shot.unit
        self._dot = soft_spark(against_light(shot, asked_tint(shot, "4a3f4f")), 8.5 * shot.unit, hardness=1.0)

    def paint(self, canvas: Canvas, t: float) -> None:
        """A curl of dots."""
        x = self._foot.at(t)
        for step in range(34):
            share = step / 33
            turn = 0.5 - share * (2.0 + 0.55 * sway(t, 2.4))
            reach = (30 + 66 * share) * self._unit
            self._dot.paint(
                canvas, x + math.cos(turn) * reach, self._foot.y + (math.sin(turn) * 62 * share - 4) * self._unit
            )


def dog(shot: Shot) -> tuple[Sprite, float]:
    """A sitting dog, or a fox."""
    pen = Pen(200, 230, shot.unit)
    fur, light = against_light(shot, asked_tint(shot, "a8622f")), against_light(shot, "f2dcc0")
    pen.shape([(-52, 92), (-58, 60), (-76, 40), (-92, 8), (-74, 20), (-50, 46)], fur)
    pen.shape([(-40, 92), (-48, 52), (-28, 4), (2, -26), (30, -20), (36, 20), (34, 92), (0, 96)], fur)
    pen.shape([(4, -30), (12, -66), (38, -78), (58, -64), (84, -52), (86, -42), (58, -34), (40, -18), (20, -14)], fur)
    pen.shape([(60, -50), (86, -48), (82, -40), (56, -34), (44, -20), (36, 6), (26, 16), (34, -20)], light)
    pen.polygon([(14, -62), (10, -102), (34, -76)], fur)
    pen.polygon([(34, -76), (40, -104), (50, -72)], fur)
    pen.disc(85, -50, 5, against_light(shot, "241a1a"))
    pen.disc(54, -62, 3.2, against_light(shot, "1a1414"))
    return pen.sprite(), 84


def person(shot: Shot) -> tuple[Sprite, float]:
    """Somebody in a coat, the scarf in the wind."""
    pen = Pen(150, 250, shot.unit)
    coat, scarf, dark = (
        against_light(shot, asked_tint(shot, "c8452f")),
        against_light(shot, "f2c53a"),
        against_light(shot, "33313f"),
    )
    pen.polygon([(-17, 50), (-3, 50), (-5, 116), (-20, 116)], dark)
    pen.polygon([(3, 50), (17, 50), (20, 116), (5, 116)], dark)
    pen.shape([(-20, -46), (0, -54), (20, -46), (28, 10), (36, 66), (0, 74), (-36, 66), (-28, 10)], coat)
    pen.line([(-20, -38), (-36, 2), (-30, 30)], mix(coat, dark, 0.2), 13)
    pen.line([(20, -38), (36, 2), (30, 30)], mix(coat, dark, 0.35), 13)
    pen.disc(0, -76, 20, dark, 22)
    pen.shape([(-19, -56), (0, -62), (19, -56), (17, -46), (0, -42), (-17, -46)], scarf)
    pen.shape([(14, -52), (40, -58), (66, -46), (60, -36), (36, -46), (14, -44)], scarf)
    return pen.sprite(), 112


def deer(shot: Shot) -> tuple[Sprite, float]:
    """A stag that looks up."""
    pen = Pen(260, 300, shot.unit)
    fur, dark = against_light(shot, "8a5a3a"), against_light(shot, "4a3226")
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


def robot(shot: Shot) -> tuple[Sprite, float]:
    """A robot with lit eyes."""
    pen = Pen(210, 290, shot.unit)
    shell, joint, eye = against_light(shot, asked_tint(shot, "c3ccd6")), against_light(shot, "5a6474"), rgb("6ff2e0")
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
