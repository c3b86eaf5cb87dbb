"""Under water: light from above, rocks with weed in the blue distance, and bubbles."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from adapters.sandbox.render.beams import beams
from adapters.sandbox.render.colour import Array, mix, ramp, rgb
from adapters.sandbox.render.noise import cloudy, curve
from adapters.sandbox.render.palette import Light, Palette
from adapters.sandbox.render.ridge import Ridge, ridge_element, width_at
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.trees import tree_row

_CORALS = ("e4687a", "f29e5c", "8f6ad0", "3fae9c")
BLUE = Palette(
    Light.DAY, tuple(rgb(code) for code in ("9df0e6", "2fb3c4", "10709a", "0a3560")), rgb("1b86a8"), rgb("06263f"),
    rgb("d8fff4"), (rgb("ffffff"), rgb("88d8e0")), rgb("0a3a66"), rgb("ff8f5c"), rgb("a8e8f0"), 0.62,
)  # fmt: skip
"""The light under water, at any hour."""


def paint_deep(shot: Shot) -> Array:
    """Bright above, dark below, with the moving surface hinted at."""
    rng = shot.rng("deep")
    ys, xs = np.mgrid[0 : shot.height, 0 : shot.width].astype(np.float32)
    ripple = cloudy(rng, xs.shape, 90 * shot.unit, stretch=3, octaves=4) - 0.5
    glow = np.exp(-(((xs - shot.width / 2) / (shot.width * 0.55)) ** 2)) * 0.18
    share = np.clip(ys / shot.height * 1.05 + ripple * 0.16 * np.exp(-ys / (shot.height * 0.3)) - glow + 0.08, 0, 1)
    return ramp(BLUE.sky, share)


def deep_elements(shot: Shot) -> tuple[list[Element], list[Element]]:
    """What is behind a swimmer, and what is before it."""
    back = [_reef(shot, index, depth) for index, depth in enumerate((0.1, 0.35))]
    rays = beams(shot, colour=BLUE.sun, strength=0.28, slant=0.3)
    return [*back, *rays], [_reef(shot, index + 2, depth) for index, depth in enumerate((0.68, 1.0))]


def _reef(shot: Shot, index: int, depth: float) -> Element:
    rng = shot.rng(f"reef{index}")
    line = curve(rng, width_at(shot, depth), (300 + 260 * depth) * shot.unit, 5, 0.5) ** 1.4 * shot.height
    line = (line * (0.3 - 0.1 * depth)).astype(np.float32)
    size = shot.height * (0.07 + 0.17 * depth)
    crown = tree_row(rng, line, size, size * 0.5, _weed if index % 2 else _coral)
    material = mix(rgb(_CORALS[(shot.plan.seed + index) % len(_CORALS)]), BLUE.near, 0.25 + 0.5 * depth)
    ridge = Ridge(
        name=f"reefs{index}", depth=depth, foot=shot.height * (0.82 + 0.2 * depth), line=line, material=material,
        cover=shot.height * 0.25, crown=crown, grain=0.35, mist=0.6,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _weed(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """Ribbons that wave as they rise."""
    for _ in range(3):
        foot, phase = x + tall * float(rng.uniform(-0.25, 0.25)), float(rng.uniform(0, 6.28))
        steps = np.linspace(0, 1, 14)
        middle = foot + np.sin(steps * 5 + phase) * tall * 0.07 * steps
        half = tall * 0.035 * (1 - steps) ** 0.6 + 1
        level = y - tall * steps * float(rng.uniform(0.6, 1.0))
        left = list(zip((middle - half).tolist(), level.tolist(), strict=True))
        right = list(zip((middle + half).tolist(), level.tolist(), strict=True))
        draw.polygon([*left, *reversed(right)], fill=255)


def _coral(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """A fan of round-tipped branches."""
    tips = [(x, y + tall * 0.1, -np.pi / 2)]
    length, thick = tall * 0.42, tall * 0.055
    for _ in range(5):
        tips = [branch for tip in tips for branch in _fork(draw, rng, tip, length, thick)]
        length, thick = length * 0.7, thick * 0.8


def _fork(
    draw: ImageDraw.ImageDraw, rng: np.random.Generator, root: tuple[float, float, float], length: float, thick: float
) -> list[tuple[float, float, float]]:
    """Draw one branch and say where, and in which directions, the next two begin."""
    x, y, turn = root
    reach = length * float(rng.uniform(0.85, 1.15))
    tip_x, tip_y = x + float(np.cos(turn)) * reach, y + float(np.sin(turn)) * reach
    draw.line((x, y, tip_x, tip_y), fill=255, width=max(2, round(thick * 2)))
    draw.ellipse((tip_x - thick, tip_y - thick, tip_x + thick, tip_y + thick), fill=255)
    return [(tip_x, tip_y, turn + side * float(rng.uniform(0.25, 0.6))) for side in (-1, 1)]
