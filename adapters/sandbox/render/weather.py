"""What falls, rises or hangs in the air: rain, snow, petals, leaves, fireflies, embers, bubbles and fog."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import mix, rgb, smooth, to_yuv
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import cloudy
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.shot import Element, Shot, even
from adapters.sandbox.render.spark import Spark, soft_spark, streak_spark, to_mask
from adapters.sandbox.render.sprite import Sprite
from adapters.sandbox.render.swarm import Swarm

_FALLING: Final = frozenset({"rain", "snow", "petals", "leaves", "embers", "bubbles"})


def _share(shot: Shot) -> float:
    """How much is left of the usual number of flakes or leaves where several kinds share the air."""
    return 1 / math.sqrt(max(len(shot.plan.weathers & _FALLING), 1))


class Fall:
    """Sparks that cross the frame again and again; each kind in `kinds` is nearer, larger and faster than the last."""

    def __init__(
        self, shot: Shot, name: str, kinds: Sequence[Spark], count: int, *, down: float, aside: float, flutter: float
    ) -> None:
        rng = shot.rng(name)
        count = int(count * _share(shot) * shot.width * shot.height / 921_600 / shot.unit**1.5)
        self._kind = rng.integers(0, len(kinds), count)
        near = 0.45 + 0.55 * (self._kind + 1) / len(kinds)
        self._swarms = [Swarm(kind) for kind in kinds]
        self._x, self._y = rng.random(count) * shot.width, rng.random(count) * shot.height
        self._dx, self._dy = aside * near * shot.unit, down * near * shot.unit
        self._phase, self._flutter = rng.random(count) * 6.28, flutter * near * shot.unit
        self._width, self._height = shot.width + 40, shot.height + 60

    def paint(self, canvas: Canvas, t: float) -> None:
        """Where each is now."""
        xs = (self._x + self._dx * t + self._flutter * np.sin(t * 1.3 + self._phase)) % self._width - 20
        ys = (self._y + self._dy * t) % self._height - 30
        for kind, swarm in enumerate(self._swarms):
            here = self._kind == kind
            swarm.paint(canvas, xs[here], ys[here], np.ones(np.count_nonzero(here), np.float32))


class Tumble:
    """Flat things that turn as they fall: petals and leaves."""

    def __init__(self, shot: Shot, name: str, colours: Sequence[str], size: float, count: int) -> None:
        rng = shot.rng(name)
        self._shot = shot
        self._sprites = [_leaf(shot, code, size) for code in colours]
        self._seeds = rng.random((math.ceil(count * _share(shot)), 5))

    def paint(self, canvas: Canvas, t: float) -> None:
        """Each on its own swinging way down."""
        width, height, u = self._shot.width, self._shot.height, self._shot.unit
        for index, (x, y, phase, pace, size) in enumerate(self._seeds.tolist()):
            px = (x * width + (55 + 60 * pace) * u * t + 34 * u * math.sin(t * 1.7 + phase * 6.28)) % (width + 60) - 30
            py = (y * height + (48 + 62 * pace) * u * t) % (height + 60) - 30
            self._sprites[index % len(self._sprites)].paint(
                canvas, px, py, angle=phase * 6.28 + t * (1 + pace), scale=0.5 + 0.75 * size,
                squeeze=math.sin(t * (1.6 + pace * 2) + phase * 6.28),
            )  # fmt: skip


def _leaf(shot: Shot, code: str, size: float) -> Sprite:
    side = even(size * 2.4 * shot.unit * 2)
    image = Image.new("RGBA", (side * 2, side * 2), (0, 0, 0, 0))
    colour = shot.palette.lit(rgb(code), 0.97, max(shot.palette.show, 0.65))
    ink = (*(round(255 * band) for band in colour), 235)
    reach, wide = size * shot.unit * 4, size * shot.unit * 2.1
    points = [
        (side + math.cos(turn) * reach, side + math.sin(turn) * wide * (1 - 0.35 * math.cos(turn)))
        for turn in np.linspace(0, 2 * math.pi, 40)
    ]
    ImageDraw.Draw(image).polygon(points, fill=ink)
    return Sprite(image.reduce(2), 2.0)


class Fireflies:
    """Small lights that wander and glow in turn."""

    def __init__(self, shot: Shot, count: int = 34) -> None:
        rng = shot.rng("fireflies")
        self._shot = shot
        self._glow = soft_spark(rgb("ffe98a"), 13 * shot.unit, 0.45)
        self._heart = Swarm(soft_spark(rgb("fffbd8"), 3.0 * shot.unit))
        self._seeds = rng.random((count, 4)).T

    def paint(self, canvas: Canvas, t: float) -> None:
        """Each on its own loop."""
        width, height, u = self._shot.width, self._shot.height, self._shot.unit
        x, y, phase, pace = self._seeds
        turn = phase * 6.28 + t * (0.5 + pace)
        xs = x * width + 46 * u * np.sin(turn) + 14 * u * np.sin(turn * 2.3)
        ys = (0.42 + 0.5 * y) * height + 26 * u * np.cos(turn * 1.2)
        light = np.maximum(0, np.sin(t * (1.2 + pace) + phase * 9)) ** 1.5
        lit = light > 0.05
        for px, py, opacity in zip(xs[lit].tolist(), ys[lit].tolist(), light[lit].tolist(), strict=True):
            self._glow.paint(canvas, px, py, opacity)
        self._heart.paint(canvas, xs[lit], ys[lit], light[lit])


def _rain(shot: Shot) -> list[Element]:
    colour = mix(shot.palette.haze, (1, 1, 1), 0.55)
    kinds = [
        streak_spark(colour, length * shot.unit, 0.16, share) for length, share in ((9, 0.3), (15, 0.42), (24, 0.5))
    ]
    haze = [] if "fog" in shot.plan.weathers else _fog(shot, 0.22)
    return [*haze, Fall(shot, "rain", kinds, 300, down=1150, aside=184, flutter=0)]


def _snow(shot: Shot) -> list[Element]:
    kinds = [soft_spark((1, 1, 1), size * shot.unit, share) for size, share in ((1.6, 0.7), (2.6, 0.85), (4.4, 0.9))]
    return [Fall(shot, "flakes", kinds, 260, down=105, aside=26, flutter=20)]


def _embers(shot: Shot) -> list[Element]:
    kinds = [
        soft_spark(rgb(code), size * shot.unit) for code, size in (("ff8a3a", 1.6), ("ffb04a", 2.2), ("ffd98a", 2.8))
    ]
    return [Fall(shot, "embers", kinds, 70, down=-120, aside=30, flutter=24)]


def _bubbles(shot: Shot) -> list[Element]:
    kinds = [_bubble(size * shot.unit) for size in (3.0, 5.5, 9.0)]
    return [Fall(shot, "bubbles", kinds, 46, down=-95, aside=0, flutter=13)]


def _bubble(radius: float) -> Spark:
    """A ring with a light on it."""
    reach = math.ceil(radius * 1.5) + 1
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    distance = np.hypot(xs, ys) / radius
    ring = np.exp(-(((distance - 0.85) / 0.16) ** 2)) * 0.65
    light = np.exp(-(((xs / radius + 0.35) ** 2 + (ys / radius + 0.4) ** 2) / 0.06)) * 0.9
    shape = np.clip(ring + light + 0.1 * (distance < 0.85), 0, 1)
    return Spark(to_yuv((0.92, 1.0, 1.0)), (to_mask(shape),))


def _fog(shot: Shot, strength: float = 0.8) -> list[Element]:
    return [_bank(shot, index, strength) for index in range(2)]


def _bank(shot: Shot, index: int, strength: float) -> Element:
    rng = shot.rng(f"fog{index}")
    speed = (14 + 22 * index) * shot.unit
    height, width = even(shot.height * 0.5), even(shot.width + speed * shot.seconds + 4)
    ys = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    wisps = smooth(0.3, 0.8, cloudy(rng, (height, width), 130 * shot.unit, stretch=3.2, octaves=4))
    alpha = wisps * smooth(0, 0.4, ys) * smooth(1, 0.6, ys) * strength
    colour = mix(shot.palette.haze, (1, 1, 1), 0.15)
    return Drift(Layer(colour, alpha, rng, still=True), even(shot.height * (0.36 + 0.16 * index)), speed)


_WEATHERS: Final[Mapping[str, Callable[[Shot], list[Element]]]] = MappingProxyType(
    {
        "fog": _fog,
        "rain": _rain,
        "snow": _snow,
        "petals": lambda shot: [Tumble(shot, "petals", ("ffb7cf", "ffd9e4", "f78fb3"), 5.5, 30)],
        "leaves": lambda shot: [Tumble(shot, "leaves", ("e0742f", "c8402f", "eab13a"), 7.0, 24)],
        "fireflies": lambda shot: [Fireflies(shot)],
        "embers": _embers,
        "bubbles": _bubbles,
    }
)


def weather_elements(shot: Shot) -> list[Element]:
    """The weather of the plan, and what the place brings with it."""
    kinds = set(shot.plan.weathers)
    if shot.plan.place == "deep":
        kinds = {"bubbles"}
    if shot.plan.place == "snow" and not kinds:
        kinds = {"snow"}
    if shot.plan.place in ("forest", "meadow") and shot.palette.light in (Light.DUSK, Light.NIGHT):
        kinds.add("fireflies")
    return [element for kind, make in _WEATHERS.items() if kind in kinds for element in make(shot)]
