"""Space: a nebula, stars at three distances, a planet with its moon, and now and then a shooting star."""

from __future__ import annotations

import math

import numpy as np

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import Array, Rgb, blend, mix, plain, ramp, rgb, scale, smooth
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import cloudy
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import soft_spark

_NEBULAE = (("2b1a66", "a13f8f", "ff9e7a"), ("0f3a6b", "3a8fb0", "b5f0e0"), ("4a1550", "c2446b", "ffd08a"))
_WORLDS = (("c96f4a", "f2c48d", "7a3b34"), ("3f7fbf", "d8eef2", "1d3f73"), ("d9b778", "f6e6bf", "a0764a"),
           ("7a5bb0", "d5b8ee", "3d2a6b"), ("4aa38c", "c9f0d2", "1f5a58"))  # fmt: skip


def paint_space(shot: Shot) -> Array:
    """The still background: darkness with a nebula in it."""
    rng = shot.rng("nebula")
    height, width = shot.height, shot.width
    deep, middle, bright = (rgb(code) for code in _NEBULAE[shot.plan.seed % len(_NEBULAE)])
    spread = cloudy(rng, (height, width), 420 * shot.unit, stretch=1.5, octaves=3)
    wisps = cloudy(rng, (height, width), 240 * shot.unit, stretch=1.3, octaves=7)
    dust = cloudy(rng, (height, width), 150 * shot.unit, stretch=1.6, octaves=6)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    band = np.exp(-((((ys - height * 0.45) + (xs - width / 2) * 0.3) / (height * 0.42)) ** 2))
    gas = smooth(0.25, 0.85, spread * 0.5 + wisps * 0.5) * band
    colour = ramp((rgb("05040f"), deep, middle, bright), np.clip(gas * 1.05, 0, 1))
    dark = blend(colour, rgb("05040f"), smooth(0.52, 0.75, dust) * 0.65)
    return blend(dark, rgb("05040f"), smooth(0.3, 0.0, gas) * 0.4)


def space_elements(shot: Shot) -> list[Element]:
    """From the farthest stars to the planet."""
    stars: list[Element] = [_stars(shot, index) for index in range(3)]
    return [*stars, ShootingStar(shot), _moon(shot), _planet(shot)]


def _stars(shot: Shot, index: int) -> Element:
    rng = shot.rng(f"stars{index}")
    speed = (3, 7, 14)[index] * shot.unit
    height, width = shot.height, even(shot.width + shot.travel(speed / shot.unit) + 4)
    alpha = np.zeros((height, width), np.float32)
    count = int((900, 260, 60)[index] * width * height / 921_600)
    for x, y, size in zip(
        rng.integers(6, width - 6, count), rng.integers(6, height - 6, count), rng.random(count), strict=True
    ):
        _put_star(alpha, int(x), int(y), (0.5 + 0.5 * index + 0.7 * float(size)) * shot.unit, 0.35 + 0.65 * float(size))
    tint = ((0.8, 0.86, 1.0), (1.0, 0.95, 0.9), (1.0, 1.0, 1.0))[index]
    return Drift(Layer(tint, alpha, rng), 0, speed)


def _put_star(alpha: Array, x: int, y: int, radius: float, light: float) -> None:
    reach = 5
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    glow = np.exp(-(xs**2 + ys**2) / (radius * radius + 0.2)) * light
    spot = alpha[y - reach : y + reach + 1, x - reach : x + reach + 1]
    if spot.shape == glow.shape:
        np.maximum(spot, glow, out=spot)


def _planet(shot: Shot) -> Element:
    rng = shot.rng("planet")
    radius = shot.unit * float(rng.uniform(190, 270))
    dark, light, shade = (rgb(code) for code in _WORLDS[(shot.plan.seed >> 8) % len(_WORLDS)])
    side = float(rng.choice([0.2, 0.8]))
    return _World(
        shot, rng, (dark, light, shade), radius, (side * shot.width, shot.height * 0.66), rings=rng.random() < 0.6
    )


def _moon(shot: Shot) -> Element:
    rng = shot.rng("moon")
    place = (shot.width * float(rng.uniform(0.35, 0.65)), shot.height * float(rng.uniform(0.14, 0.26)))
    return _World(shot, rng, (rgb("8d8a99"), rgb("d9d4d6"), rgb("4b4a5c")), 34 * shot.unit, place, rings=False)


class _World:
    """A lit ball that slowly slides across the stars, with or without rings."""

    def __init__(
        self, shot: Shot, rng: np.random.Generator, tones: tuple[Rgb, Rgb, Rgb], radius: float,
        place: tuple[float, float], *, rings: bool,
    ) -> None:  # fmt: skip
        self._speed = 1.5 * math.sqrt(radius)
        half = radius * (2.3 if rings else 1.25)
        # Only what is ever within the frame is drawn.
        way = self._speed * shot.seconds / 2
        self._top = max(even(place[1] - half), 0)
        left, right = max(place[0] - half, -way - 2), min(place[0] + half, shot.width + way + 2)
        size = (even(min(place[1] + half, shot.height) - self._top), even(right - left))
        ys, xs = np.mgrid[: size[0], : size[1]].astype(np.float32)
        xs, ys = (xs + np.float32(left - place[0])) / radius, (ys + np.float32(self._top - place[1])) / radius
        picture, alpha = _ball(rng, xs, ys, tones, half / 3)
        if rings:
            picture, alpha = _ringed(xs, ys, picture, alpha, tones)
        self._layer = Layer(picture, alpha, rng)
        self._left = -left - way

    def paint(self, canvas: Canvas, t: float) -> None:
        self._layer.paint(canvas, self._left + self._speed * t, self._top)


def _ball(
    rng: np.random.Generator, xs: Array, ys: Array, tones: tuple[Rgb, Rgb, Rgb], wave: float
) -> tuple[Array, Array]:
    """A banded sphere under light from the upper left, in a thin bright air."""
    dark, light, shade = tones
    distance = np.hypot(xs, ys)
    depth = np.sqrt(np.clip(1 - distance**2, 0, 1))
    swirl = cloudy(rng, xs.shape, wave, stretch=4, octaves=5) - 0.5
    bands = 0.5 + 0.5 * np.sin((ys * 0.97 + xs * 0.24) * 9 + swirl * 7)
    surface = blend(blend(dark, light, bands * 0.85), shade, smooth(0.55, 0.8, swirl + 0.5) * 0.4)
    lit = smooth(-0.15, 0.95, -0.62 * xs - 0.52 * ys + 0.58 * depth)
    picture = scale(surface, 0.05 + 1.05 * lit)
    air = np.exp(-(((distance - 1) / 0.06) ** 2)) * smooth(-0.4, 0.8, -0.62 * xs - 0.52 * ys)
    picture = blend(picture, mix(light, (1, 1, 1), 0.5), air * 0.7)
    pixel = float(xs[0, 1] - xs[0, 0])
    return picture, np.maximum(smooth(1 + pixel, 1 - pixel, distance), air * 0.55)


def _ringed(xs: Array, ys: Array, picture: Array, alpha: Array, tones: tuple[Rgb, Rgb, Rgb]) -> tuple[Array, Array]:
    """Tilted rings; the front half passes before the ball."""
    u, v = xs * 0.95 + ys * 0.31, (-xs * 0.31 + ys * 0.95) * 3.6
    distance = np.hypot(u, v)
    grooves = 0.62 + 0.38 * np.sin(distance * 46) * np.sin(distance * 17 + 1)
    ring = smooth(1.32, 1.4, distance) * smooth(2.12, 2.0, distance) * grooves * (np.abs(distance - 1.72) > 0.03)
    visible = np.where((np.hypot(xs, ys) < 1) & (v < 0), 0, ring * 0.85)
    shadow = 0.25 + 0.75 * smooth(0.9, 1.15, np.hypot(xs - 0.42, ys - 0.36))
    dust = scale(plain(mix(tones[1], (1, 1, 1), 0.25), xs.shape), shadow)
    total = visible + alpha * (1 - visible)
    return blend(picture, dust, visible / np.maximum(total, 1e-3)), total


class ShootingStar:
    """One streak, in the first half of the film."""

    def __init__(self, shot: Shot) -> None:
        rng = shot.rng("shooting")
        self._spark = soft_spark((1, 1, 1), 1.7 * shot.unit)
        self._from = (shot.width * float(rng.uniform(0.15, 0.5)), shot.height * float(rng.uniform(0.06, 0.25)))
        self._reach = shot.width * 0.4
        self._start = min(0.9, shot.seconds / 4)

    def paint(self, canvas: Canvas, t: float) -> None:
        """A head and the tail behind it, for less than a second."""
        age = (t - self._start) / 0.8
        if not 0 < age < 1.3:
            return
        for step in range(26):
            place = age - step * 0.007
            if 0 < place < 1:
                x, y = self._from[0] + self._reach * place, self._from[1] + self._reach * place * 0.34
                self._spark.paint(canvas, x, y, (1 - step / 26) * math.sin(math.pi * min(place, 1)))
