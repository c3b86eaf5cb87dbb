"""Rows of trees as masks: pines, round trees, and the trunks of a wood."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from adapters.sandbox.render.colour import Array, pixels_of

_FINE = 3
"""Masks are drawn this many times as large and then shrunk, which makes their edges smooth."""

Planter = Callable[[ImageDraw.ImageDraw, np.random.Generator, float, float, float], None]
"""Draws one tree: where its foot stands (x, y), and its height."""


def tree_row(
    rng: np.random.Generator, line: Array, size: float, gap: float, planter: Planter, *, fine: int = _FINE
) -> Array:
    """A mask (h, w) whose lower edge is the foot the `line` is measured from, with trees along the line."""
    height = int(line.max() + size * 1.25) + 2
    image = Image.new("L", (len(line) * fine, height * fine), 0)
    draw = ImageDraw.Draw(image)
    x = -size * 0.3
    while x < len(line) + size * 0.3:
        ground = float(line[min(max(int(x), 0), len(line) - 1)])
        tall = size * (1.12 if planter is trunk else float(rng.uniform(0.55, 1.15)))
        planter(draw, rng, x * fine, (height - ground + size * 0.06) * fine, tall * fine)
        x += gap * float(rng.uniform(0.45, 1.6))
    return pixels_of(image.reduce(fine))


def pine(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """A fir: tier upon tier of drooping branches, slimmer towards the tip."""
    tiers, half, lean = 12, tall * float(rng.uniform(0.16, 0.22)), tall * float(rng.uniform(-0.02, 0.02))
    draw.polygon(
        [(x - tall * 0.018, y + tall * 0.1), (x + lean, y - tall), (x + tall * 0.018, y + tall * 0.1)], fill=255
    )
    for tier in range(tiers):
        share = (tier + 1) / tiers
        top, foot = y - tall * (1 - 0.82 * (tier / tiers) ** 1.05), y - tall * (1 - 0.9 * share**1.05)
        middle = x + lean * (1 - share)
        outline = [(middle, top)]
        for side in (1, -1):
            reach = side * half * share**0.9 * float(rng.uniform(0.78, 1.15))
            droop = tall * 0.012 * float(rng.uniform(0.2, 1.6))
            edge = [(middle + reach * 0.55, foot - tall * 0.028), (middle + reach, foot + droop),
                    (middle + reach * 0.6, foot), (middle + reach * 0.3, foot + tall * 0.012)]  # fmt: skip
            outline += edge if side == 1 else edge[::-1]
        draw.polygon(outline, fill=255)


def round_tree(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """A leafy tree: a trunk under a heap of circles."""
    draw.polygon(
        [(x - tall * 0.05, y + tall * 0.05), (x - tall * 0.025, y - tall * 0.5), (x + tall * 0.025, y - tall * 0.5),
         (x + tall * 0.05, y + tall * 0.05)], fill=255,
    )  # fmt: skip
    for _ in range(16):
        angle, reach = float(rng.uniform(0, 6.28)), float(rng.uniform(0, 0.26)) * tall
        radius = tall * float(rng.uniform(0.1, 0.19))
        cx, cy = x + np.cos(angle) * reach * 1.15, y - tall * 0.66 + np.sin(angle) * reach * 0.85
        draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=255)


def bush(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """Low leaves, close to the ground."""
    for _ in range(6):
        radius = tall * float(rng.uniform(0.25, 0.5))
        cx, cy = x + tall * float(rng.uniform(-0.7, 0.7)), y - radius * 0.35
        draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=255)


def trunk(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """A tall bare trunk that leaves the frame above, with a few dead boughs."""
    foot, lean = tall * float(rng.uniform(0.022, 0.036)), tall * float(rng.uniform(-0.03, 0.03))
    head = foot * 0.6
    left = [(x - foot * 1.5, y + foot), (x - foot, y - foot * 2), (x + lean - head, y - tall * 1.2)]
    right = [(x + lean + head, y - tall * 1.2), (x + foot, y - foot * 2), (x + foot * 1.5, y + foot)]
    draw.polygon([*left, *right], fill=255)
    for _ in range(int(rng.integers(4, 9))):
        level, side = float(rng.uniform(0.3, 1.0)), float(rng.choice([-1, 1]))
        bx, by = x + lean * level, y - tall * level
        reach, thick = tall * float(rng.uniform(0.05, 0.14)), foot * 0.2
        tip = (bx + side * reach, by - reach * float(rng.uniform(-0.1, 0.5)))
        draw.polygon([(bx, by - thick), tip, (bx, by + thick)], fill=255)


def grass(draw: ImageDraw.ImageDraw, rng: np.random.Generator, x: float, y: float, tall: float) -> None:
    """A tuft of bent blades."""
    for _ in range(4):
        bend, thick = tall * float(rng.uniform(-0.5, 0.5)), tall * 0.05
        foot = x + tall * float(rng.uniform(-0.3, 0.3))
        middle = (foot + bend * 0.3, y - tall * 0.55)
        draw.polygon([(foot - thick, y + tall * 0.1), (middle[0] - thick * 0.7, middle[1]), (foot + bend, y - tall),
                      (middle[0] + thick * 0.7, middle[1]), (foot + thick, y + tall * 0.1)], fill=255)  # fmt: skip
