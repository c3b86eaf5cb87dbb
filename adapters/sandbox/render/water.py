"""Water: a mirror of what stands behind it, waves that grow towards the viewer, and the sun's glitter."""

from __future__ import annotations

import math

import numpy as np

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Array, blend, mix, smooth
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import cloudy, curve
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import flat_spark
from adapters.sandbox.render.swarm import Swarm

_BANDS = 7


class Mirror:
    """Shows everything above the horizon again below it, rippled, and darker near by. Paint it after the far shore."""

    def __init__(self, shot: Shot) -> None:
        self.horizon = even(shot.horizon)
        self._height = shot.height - self.horizon
        self._unit = shot.unit
        rows = np.arange(self._height, dtype=np.float32)
        self._near = rows / self._height
        self._rows = rows
        self._tint = _tint(shot, self.horizon)

    def paint(self, canvas: Canvas, t: float) -> None:
        """Mirror, ripple, and lay the water's own colour over it."""
        wave = np.sin(self._near**0.5 * 74 - t * 3.1) + 0.6 * np.sin(self._near**0.5 * 131 + t * 2.3)
        height = self._rows * 0.92 + wave * (0.6 + 13 * self._near) * self._unit
        for plane, size in zip(canvas.planes, (1, 2, 2), strict=True):
            horizon = self.horizon // size
            source = np.clip(horizon - 1 - height[::size] / size, 0, horizon - 1).astype(np.intp)
            np.take(plane, source, 0, plane[horizon:], mode="clip")
        self._tint.paint(canvas, 10 * self._unit * t, self.horizon)


def _tint(shot: Shot, horizon: int) -> Layer:
    """What the water adds to its mirror image: more and more of its own depth, in long streaks."""
    rng = shot.rng("tint")
    height, width = shot.height - horizon, even(shot.width + shot.travel(11) + 4)
    near = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    streaks = cloudy(rng, (height, width), 12 * shot.unit, stretch=16, octaves=3)
    alpha = 0.2 + 0.62 * near**0.7 + (streaks - 0.5) * (0.25 + 0.3 * near)
    path = _sun_path(shot, near, width) * (0.7 + 1.1 * (streaks - 0.4))
    alpha = np.maximum(alpha, path * 0.8)
    colour = blend(
        mix(shot.palette.haze, shot.palette.deep, 0.45), shot.palette.deep, np.broadcast_to(near, (height, width))
    )
    colour = blend(colour, shot.palette.sun, np.clip(path, 0, 0.9))
    return Layer(colour, np.clip(alpha, 0, 0.94), rng, still=True)


def _sun_path(shot: Shot, near: Array, width: int) -> Array:
    """The road of light from the sun to the viewer."""
    xs = np.arange(width, dtype=np.float32)[None]
    spread = (22 + 240 * near) * shot.unit
    strength = 0.3 if shot.palette.light is Light.DAY else 0.85
    path: Array = np.exp(-(((xs - shot.sun[0]) / spread) ** 2)) * strength * (1 - 0.6 * near)
    return path


def wave_bands(shot: Shot, first: int, last: int) -> list[Element]:
    """Some of the rows of waves, number 0 at the horizon."""
    return [_band(shot, index) for index in range(first, last)]


def all_waves(shot: Shot) -> tuple[list[Element], list[Element]]:
    """The waves behind something afloat, and those before it."""
    return wave_bands(shot, 0, _BANDS - 3), wave_bands(shot, _BANDS - 3, _BANDS)


def band_height(shot: Shot, index: float) -> float:
    """Where in the frame the crests of a row are."""
    near = (index + 1) / _BANDS
    return shot.horizon + (shot.height - shot.horizon) * 0.92 * math.pow(near, 1.7)


def _band(shot: Shot, index: int) -> Element:
    rng = shot.rng(f"wave{index}")
    near = (index + 1) / _BANDS
    swell = (3 + 26 * near**1.5) * shot.unit
    wave = (60 + 330 * near**1.3) * shot.unit
    speed = (6 + 40 * near) * shot.unit * (1 if index % 2 else 0.55)
    width = even(shot.width + speed * shot.seconds + 6)
    places = np.arange(width) / wave + curve(rng, width, wave * 2.2, 2) * 0.9 + rng.random()
    crest = (1 - np.abs(np.sin(math.pi * places))) ** 1.6 * (0.45 + 0.55 * curve(rng, width, wave * 3, 2))
    height = even(swell + (26 + 120 * near) * shot.unit)
    picture, alpha = _band_picture(shot, rng, (crest * swell).astype(np.float32), height, near)
    top = even(band_height(shot, index) - swell)
    return Drift(
        Layer(picture, alpha, rng), top, speed, bob=(1 + 4.5 * near) * shot.unit, period=2.6 + 0.5 * (index % 3),
        phase=index * 1.3,
    )  # fmt: skip


def _band_picture(shot: Shot, rng: np.random.Generator, crest: Array, height: int, near: float) -> tuple[Array, Array]:
    ys = np.arange(height, dtype=np.float32)[:, None]
    below = ys - (crest.max() - crest)[None]
    body = mix(shot.palette.haze, shot.palette.deep, 0.55 + 0.4 * near)
    light = mix(shot.palette.haze, shot.palette.sky[-1], 0.5)
    shine = np.exp(-np.clip(below, 0, None) / ((2 + 9 * near) * shot.unit)) * (0.28 + 0.12 * near)
    towards = _beneath_sun(shot, len(crest))
    picture = blend(body, light, shine * (0.5 + towards))
    foam = cloudy(rng, below.shape, 9 * shot.unit, stretch=6, octaves=3)
    picture = blend(picture, light, smooth(0.62, 0.8, foam) * 0.16 * near)
    veil = np.clip(below + 0.5, 0, 1) * smooth(
        height, (2 + 6 * near) * shot.unit, np.broadcast_to(below, picture.shape[:2])
    )
    return picture, (veil * (0.45 + 0.4 * near)).astype(np.float32)


def _beneath_sun(shot: Shot, width: int) -> Array:
    xs = np.arange(width, dtype=np.float32)
    near: Array = np.exp(-(((xs - shot.sun[0]) / (shot.width * 0.2)) ** 2))[None].astype(np.float32)
    return near


class Glitter:
    """Points of sunlight that flash on the water below the sun."""

    def __init__(self, shot: Shot, count: int = 130) -> None:
        rng = shot.rng("glitter")
        near = rng.random(count) ** 1.5
        self._y = shot.horizon + 3 + near * (shot.height - shot.horizon) * 0.85
        self._x = shot.sun[0] + rng.normal(0, 1, count) * (14 + 130 * near) * shot.unit
        self._rate = rng.uniform(2.0, 5.5, count)
        self._phase = rng.uniform(0, 6.28, count)
        self._swarms = [Swarm(flat_spark(shot.palette.sun, (2.0 + 6 * size) * shot.unit)) for size in (0.0, 0.35, 0.8)]
        self._size = np.minimum((near * 3).astype(int), 2)

    def paint(self, canvas: Canvas, t: float) -> None:
        """Each flashes in its own time."""
        flash = np.clip(np.sin(self._rate * t + self._phase), 0, 1) ** 2
        xs = self._x + 3 * np.sin(t + self._phase)
        for size, swarm in enumerate(self._swarms):
            seen = (flash > 0.12) & (self._size == size)
            swarm.paint(canvas, xs[seen], self._y[seen], flash[seen])
