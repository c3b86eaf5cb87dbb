"""The sky: its gradient, the sun or the moon with their glow, stars, and the northern lights."""

from __future__ import annotations

import math

import numpy as np

from adapters.sandbox.render.canvas import Canvas, Layer
from adapters.sandbox.render.colour import Array, Rgb, blend, ramp, rgb, smooth
from adapters.sandbox.render.noise import cloudy, curve
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import Spark, soft_spark

_LOW_SUN = (Light.DAWN, Light.GOLDEN, Light.SUNSET)


def paint_sky(shot: Shot) -> Array:
    """The still background (h, w, 3) everything else is painted on."""
    ys, xs = np.mgrid[0 : shot.height, 0 : shot.width].astype(np.float32)
    rng = shot.rng("sky")
    drift = cloudy(rng, (shot.height, shot.width), shot.height / 2, stretch=2.5, octaves=3) - 0.5
    height = np.clip(ys / shot.horizon + drift * 0.1, 0, 1) ** 1.15
    picture = ramp(shot.palette.sky, height)
    if shot.palette.is_dark:
        picture = _screen(picture, (1.0, 1.0, 1.0), _stars(shot, rng))
    if shot.palette.light is Light.GREY:
        return blend(picture, shot.palette.clouds[0], smooth(0.45, 0.8, cloudy(rng, xs.shape, 160, stretch=3)) * 0.4)
    return _with_sun(shot, picture, np.hypot(xs - shot.sun[0], ys - shot.sun[1]) / shot.unit, rng)


def _with_sun(shot: Shot, picture: Array, distance: Array, rng: np.random.Generator) -> Array:
    """Add the disc and three glows: one tight, one wide, one that fills the sky."""
    sun, low = shot.palette.sun, shot.palette.light in _LOW_SUN
    radius = 62.0 if low else 30.0 if shot.palette.light is Light.DAY else 44.0
    strength = 0.75 if low else 0.9 if shot.palette.light is Light.DAY else 0.28
    for reach, share in ((radius * 1.7, 0.55), (radius * 4.2, 0.42), (radius * 10, 0.34)):
        picture = _screen(picture, sun, np.exp(-distance / reach) * share * strength)
    disc = smooth(radius + 1.2, radius - 1.2, distance)
    if shot.palette.is_dark:
        spots = smooth(0.4, 0.7, cloudy(rng, (shot.height, shot.width), 30 * shot.unit, octaves=3))
        disc *= 1 - 0.14 * spots
    return blend(picture, sun, disc)


def _stars(shot: Shot, rng: np.random.Generator) -> Array:
    """Brightness of the fixed stars, fewer towards the horizon."""
    sky = np.zeros((shot.height, shot.width), np.float32)
    count = int(420 * shot.width * shot.height / 921_600)
    rows = (rng.random(count) ** 1.6 * shot.horizon * 0.92).astype(int)
    columns = rng.integers(0, shot.width, count)
    sky[rows, columns] = rng.random(count) ** 2.5
    near = np.roll(sky, 1, 0) + np.roll(sky, -1, 0) + np.roll(sky, 1, 1) + np.roll(sky, -1, 1)
    return np.clip(sky + near * 0.28, 0, 1) * (0.9 if shot.palette.light is Light.NIGHT else 0.55)


def _screen(picture: Array, colour: Rgb, share: Array) -> Array:
    """Add light without ever burning out."""
    return 1 - (1 - picture) * (1 - share[..., None] * np.asarray(colour, np.float32))


class Twinkle:
    """A few bright stars that tremble."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("twinkle")
        self._spark: Spark = soft_spark((1.0, 1.0, 0.95), 1.9 * shot.unit + 0.4)
        self._stars = [
            (rng.uniform(0, shot.width), rng.uniform(0.02, 0.75) * shot.horizon, rng.uniform(0, 6.3), rng.uniform(1, 3))
            for _ in range(26)
        ]

    def paint(self, canvas: Canvas, t: float) -> None:
        """Each in its own rhythm."""
        for x, y, phase, speed in self._stars:
            self._spark.paint(canvas, x, y, 0.45 + 0.45 * math.sin(phase + speed * t))


class Aurora:
    """Curtains of green and violet light that drift and breathe."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("aurora")
        self._unit = shot.unit
        self._layers = [self._curtain(shot, rng, tint) for tint in ("5dffb0", "6fd8ff", "b06cff")]

    def paint(self, canvas: Canvas, t: float) -> None:
        """The three move against each other."""
        for index, layer in enumerate(self._layers):
            opacity = 0.62 + 0.28 * math.sin(t * 0.9 + index * 2.1)
            layer.paint(canvas, (40 + (index - 1) * 14 * t + 12 * t) * self._unit, 0, opacity)

    def _curtain(self, shot: Shot, rng: np.random.Generator, tint: str) -> Layer:
        height, width = even(shot.horizon), even(shot.width + 80 * shot.unit + shot.travel(30))
        ys = np.arange(height, dtype=np.float32)[:, None]
        foot = (0.45 + 0.4 * curve(rng, width, 420 * shot.unit, 2))[None] * height
        rays = curve(rng, width, 46 * shot.unit, 4, 0.7)[None] * smooth(
            0.2, 0.75, curve(rng, width, 380 * shot.unit, 2)
        )
        above = foot - ys
        light = np.where(above > 0, np.exp(-above / (height * 0.24)), np.exp(above / (height * 0.035)))
        picture = np.broadcast_to(np.asarray(rgb(tint), np.float32), (height, width, 3))
        return Layer(picture, (light * rays * 0.95).astype(np.float32), rng, still=True)


def sky_elements(shot: Shot) -> list[Element]:
    """What moves in the sky, behind the clouds."""
    elements: list[Element] = []
    if "aurora" in shot.plan.weathers:
        elements.append(Aurora(shot))
    if shot.palette.is_dark:
        elements.append(Twinkle(shot))
    return elements
