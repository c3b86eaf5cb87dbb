"""The sky: its gradient, the sun or the moon with their glow, stars, and the northern lights."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Array, Rgb, blend, enlarge, light_up, mix, ramp, rgb, smooth
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import cloudy, curve
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import soft_spark
from adapters.sandbox.render.swarm import Swarm

_CELL: Final = 4
_LOW_SUN: Final = (Light.DAWN, Light.GOLDEN, Light.SUNSET)


def paint_sky(shot: Shot) -> Array:
    """The still background (h, w, 3) everything else is painted on."""
    rng = shot.rng("sky")
    picture = enlarge(_air(shot, rng), (shot.height, shot.width), _CELL)
    if shot.palette.is_dark:
        _add_stars(shot, picture, rng)
    if shot.palette.light is not Light.GREY:
        _add_disc(shot, picture, rng)
    return picture


def _air(shot: Shot, rng: np.random.Generator) -> Array:
    """All that is soft, a pixel for every cell: the gradient, thick clouds or the glow around the sun."""
    shape = (-(-shot.height // _CELL), -(-shot.width // _CELL))
    ys, xs = (np.mgrid[: shape[0], : shape[1]].astype(np.float32) + np.float32(0.5)) * _CELL
    drift = cloudy(rng, shape, shot.height / 2 / _CELL, stretch=2.5, octaves=3) - np.float32(0.5)
    picture = ramp(shot.palette.sky, np.clip(ys / shot.horizon + drift * 0.1, 0, 1) ** 1.15)
    if shot.palette.light is Light.GREY:
        heavy = smooth(0.45, 0.8, cloudy(rng, shape, 160 / _CELL, stretch=3)) * 0.4
        return blend(picture, shot.palette.clouds[0], heavy)
    # Three glows: one tight, one wide, one that fills the sky.
    radius, strength = _disc(shot)
    distance = np.hypot(xs - shot.sun[0], ys - shot.sun[1]) / np.float32(shot.unit)
    for reach, share in ((radius * 1.7, 0.55), (radius * 4.2, 0.42), (radius * 10, 0.34)):
        picture = light_up(picture, shot.palette.sun, np.exp(-distance / reach) * share * strength)
    return picture


def _disc(shot: Shot) -> tuple[float, float]:
    """The size of the sun or the moon, and how strongly it glows."""
    if shot.palette.light in _LOW_SUN:
        return 62.0, 0.75
    return (30.0, 0.9) if shot.palette.light is Light.DAY else (44.0, 0.28)


def _add_disc(shot: Shot, picture: Array, rng: np.random.Generator) -> None:
    """The sun, or the moon with its spots."""
    radius, _ = _disc(shot)
    reach = math.ceil((radius + 2) * shot.unit)
    left, top = (max(int(place) - reach, 0) for place in shot.sun)
    part = picture[top : int(shot.sun[1]) + reach, left : int(shot.sun[0]) + reach]
    ys, xs = np.mgrid[: part.shape[0], : part.shape[1]].astype(np.float32)
    disc = smooth(
        radius + 1.2, radius - 1.2, np.hypot(xs + left - shot.sun[0], ys + top - shot.sun[1]) / np.float32(shot.unit)
    )
    if shot.palette.is_dark:
        disc *= 1 - 0.14 * smooth(0.4, 0.7, cloudy(rng, disc.shape, 30 * shot.unit, octaves=3))
    part[:] = blend(part, shot.palette.sun, disc)


def _add_stars(shot: Shot, picture: Array, rng: np.random.Generator) -> None:
    """The fixed stars, fewer towards the horizon, each with a little light around it."""
    count = int(420 * shot.width * shot.height / 921_600)
    rows = (rng.random(count) ** 1.6 * shot.horizon * 0.92).astype(int)
    columns = rng.integers(0, shot.width, count)
    light = rng.random(count).astype(np.float32) ** 2.5 * np.float32(0.9 if shot.palette.light is Light.NIGHT else 0.55)
    for down, right, share in ((0, 0, 1.0), (1, 0, 0.28), (-1, 0, 0.28), (0, 1, 0.28), (0, -1, 0.28)):
        place = (rows + down) % shot.height, (columns + right) % shot.width
        picture[place] += (1 - picture[place]) * (light * np.float32(share))[:, None]


class Twinkle:
    """A few bright stars that tremble."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("twinkle")
        self._swarm = Swarm(soft_spark((1.0, 1.0, 0.95), 1.9 * shot.unit + 0.4))
        self._x, self._y = rng.uniform(0, shot.width, 26), rng.uniform(0.02, 0.75, 26) * shot.horizon
        self._phase, self._speed = rng.uniform(0, 6.3, 26), rng.uniform(1, 3, 26)

    def paint(self, canvas: Canvas, t: float) -> None:
        """Each in its own rhythm."""
        self._swarm.paint(canvas, self._x, self._y, 0.45 + 0.45 * np.sin(self._phase + self._speed * t))


class Aurora:
    """Curtains of green and violet light that drift and breathe."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("aurora")
        self._unit = shot.unit
        self._air = shot.palette.sky[len(shot.palette.sky) // 2]
        self._curtains = [(rgb(code), self._curtain(shot, rng, rgb(code))) for code in ("5dffb0", "6fd8ff", "b06cff")]

    def paint(self, canvas: Canvas, t: float) -> None:
        """The three move against each other."""
        for index, (tint, layer) in enumerate(self._curtains):
            # A curtain in a colour nearer to that of the sky looks fainter; to fade its whole mask would cost far more.
            colour = mix(self._air, tint, 0.62 + 0.28 * math.sin(t * 0.9 + index * 2.1))
            layer.paint(canvas, (40 + (index - 1) * 14 * t + 12 * t) * self._unit, 0, colour)

    def _curtain(self, shot: Shot, rng: np.random.Generator, tint: Rgb) -> Layer:
        height, width = even(shot.horizon), even(shot.width + 80 * shot.unit + shot.travel(30))
        ys = np.arange(height, dtype=np.float32)[:, None]
        foot = (0.45 + 0.4 * curve(rng, width, 420 * shot.unit, 2))[None] * height
        rays = curve(rng, width, 46 * shot.unit, 4, 0.7)[None] * smooth(
            0.2, 0.75, curve(rng, width, 380 * shot.unit, 2)
        )
        above = foot - ys
        light = np.where(above > 0, np.exp(-above / (height * 0.24)), np.exp(above / (height * 0.035)))
        return Layer(tint, (light * rays * 0.95).astype(np.float32), rng, still=True)


def sky_elements(shot: Shot) -> list[Element]:
    """What moves in the sky, behind the clouds."""
    elements: list[Element] = []
    if "aurora" in shot.plan.weathers:
        elements.append(Aurora(shot))
    if shot.palette.is_dark:
        elements.append(Twinkle(shot))
    return elements
