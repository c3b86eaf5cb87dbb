"""Landscapes: mountains, meadows, deserts, woods and winter, each from far to near."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from adapters.sandbox.render.beams import beams
from adapters.sandbox.render.colour import Array, Rgb, rgb
from adapters.sandbox.render.flowers import flower_beds
from adapters.sandbox.render.noise import curve, peaks
from adapters.sandbox.render.ridge import Ridge, ridge_element, width_at
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.trees import Planter, grass, pine, round_tree, tree_row, trunk

_Skyline = Callable[[np.random.Generator, int, float], Array]

_ROCK: Final = rgb("56718a")
_PINES: Final = rgb("2c5d4a")
_GRASS: Final = rgb("6fae4f")
_SAND: Final = rgb("e3a05f")
_SNOW: Final = rgb("eef4fb")
_LEAVES: Final = rgb("3d7a45")


def mountains(shot: Shot) -> list[Element]:
    """Two ranges with snow on them, wooded foothills, and pines at hand."""
    far = [_peaks(shot, index, depth) for index, depth in enumerate((0.1, 0.3))]
    hills = [
        _wooded(shot, f"foothill{index}", depth, _PINES, pine, size=1.0) for index, depth in enumerate((0.5, 0.72))
    ]
    return [*far, *hills, _wooded(shot, "front", 1.0, _PINES, pine, size=1.9, sparse=0.62)]


def winter(shot: Shot) -> list[Element]:
    """White mountains, white hills, and pines between them."""
    far = [_peaks(shot, index, depth, snow=2.6) for index, depth in enumerate((0.12, 0.32))]
    near = [
        element
        for index, depth in enumerate((0.5, 0.75, 1.0))
        for element in (
            _wooded(shot, f"winterwood{index}", depth, _PINES, pine, size=0.8, lift=14),
            _hill(shot, f"drift{index}", depth, _SNOW, grain=0.05, show=0.3 if shot.palette.is_dark else 0.66),
        )
    ]
    return [*far, *near]


def meadow(shot: Shot) -> list[Element]:
    """Green hills with trees on them, and flowers and tall grass at hand."""
    far = [_hill(shot, f"blue{index}", depth, rgb("4f8c9c")) for index, depth in enumerate((0.08, 0.24))]
    middle = [
        _wooded(shot, "orchard", 0.44, rgb("4f9a56"), round_tree, size=0.85, sparse=2.6, mist=0.3),
        _wooded(shot, "hedge", 0.64, rgb("74b653"), round_tree, size=0.8, sparse=3.4, mist=0.25),
        _hill(shot, "lawn", 0.84, rgb("93c553"), grain=0.25, mist=0.2),
    ]
    front = _wooded(shot, "tallgrass", 1.0, rgb("3f8347"), grass, size=0.5, sparse=0.13)
    return [*far, *middle, front, *flower_beds(shot)]


def desert(shot: Shot) -> list[Element]:
    """Rocks far away, and dunes with sharp crests."""
    rocks = [_peaks(shot, 0, 0.1, material=rgb("b5705a"), snow=0.0)]
    return [*rocks, *(_dune(shot, index, depth) for index, depth in enumerate((0.28, 0.48, 0.72, 1.0)))]


def wood(shot: Shot) -> list[Element]:
    """Row behind row of tall pines in the mist, a few trunks, and undergrowth at hand."""
    rows = [_tall_pines(shot, index, depth) for index, depth in enumerate((0.08, 0.28, 0.5, 0.74))]
    return [
        *rows[:2],
        *beams(shot),
        *rows[2:],
        _trunks(shot, 0.96),
        _wooded(shot, "fern", 1.0, rgb("2c5f3a"), grass, size=0.75, sparse=0.14),
    ]


def far_shore(shot: Shot, place: str) -> list[Element]:
    """What stands behind the water, its feet at the horizon."""
    if place in ("forest", "meadow"):
        return [
            _shore(shot, "shorehill", 0.2, 90, curve),
            _shore(shot, "shorewood", 0.42, 26, curve, planter=pine if place == "forest" else round_tree),
        ]
    if place in ("mountains", "snow"):
        return [
            _shore(shot, "shorepeaks", 0.16, 230, peaks, snow=1.0 if place == "mountains" else 2.2),
            _shore(shot, "shorehill", 0.3, 90, curve),
            _shore(shot, "shorewood", 0.46, 22, curve, planter=pine),
        ]
    return [_shore(shot, "island", 0.12, 46, _islands)]


def _foot(shot: Shot, depth: float) -> float:
    """Where a layer of this depth stands: the horizon for the farthest, low in the frame for the nearest."""
    return shot.horizon + (shot.height * 0.93 - shot.horizon) * math.pow(depth, 1.4)


def _cover(shot: Shot) -> float:
    return shot.height * 0.3


def _peaks(shot: Shot, index: int, depth: float, material: Rgb = _ROCK, snow: float = 1.0) -> Element:
    rng = shot.rng(f"peaks{index}")
    tall = shot.height * (0.36 - 0.22 * depth)
    line = peaks(rng, width_at(shot, depth), 520 * shot.unit * (1 + depth)) ** 1.7 * tall
    ridge = Ridge(
        name=f"peaks{index}", depth=depth, foot=shot.horizon + 20 * shot.unit, line=line, material=material,
        cover=_cover(shot) * 0.5, relief=1.0, cap=snow * tall * 0.34, mist=0.85,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _hill(
    shot: Shot, name: str, depth: float, material: Rgb, *, grain: float = 0.0, mist: float = 0.55, show: float = 0.0
) -> Element:
    line = _rolling(shot, name, depth)
    ridge = Ridge(
        name=name, depth=depth, foot=_foot(shot, depth), line=line, material=material, cover=_cover(shot), show=show,
        relief=0.5, grain=grain, mist=mist,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _rolling(shot: Shot, name: str, depth: float, lift: float = 0.0) -> Array:
    rng = shot.rng(f"{name}line")
    tall = shot.height * (0.075 + 0.05 * depth) + lift * shot.unit
    return curve(rng, width_at(shot, depth), (420 + 520 * depth) * shot.unit, 3, 0.35) * tall


def _wooded(
    shot: Shot, name: str, depth: float, material: Rgb, planter: Planter, *, size: float = 1.0, sparse: float = 0.34,
    lift: float = 0.0, mist: float = 0.6,
) -> Element:  # fmt: skip
    line = _rolling(shot, name, depth, lift)
    tall = shot.height * (0.03 + 0.16 * depth**1.3) * size
    crown = tree_row(shot.rng(f"{name}trees"), line, tall, tall * sparse, planter)
    ridge = Ridge(
        name=name, depth=depth, foot=_foot(shot, depth), line=line, material=material, cover=_cover(shot), crown=crown,
        grain=0.12, mist=mist,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _dune(shot: Shot, index: int, depth: float) -> Element:
    rng = shot.rng(f"dune{index}")
    width = width_at(shot, depth)
    wave = (380 + 420 * depth) * shot.unit
    places = np.arange(width) / wave + rng.random() + curve(rng, width, wave * 2, 2) * 1.4
    share = places % 1
    crest = np.where(share < 0.68, share / 0.68, (1 - share) / 0.32)
    heights = 0.35 + 0.65 * curve(rng, width, wave * 3, 2)
    line = (crest**1.5 * heights * shot.height * (0.06 + 0.1 * depth)).astype(np.float32)
    ridge = Ridge(
        name=f"dunes{index}", depth=depth, foot=_foot(shot, depth), line=line, material=_SAND, cover=_cover(shot),
        relief=0.9, grain=0.06, mist=0.7, facets=3.0,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _tall_pines(shot: Shot, index: int, depth: float) -> Element:
    name = f"pines{index}"
    line = _rolling(shot, name, depth)
    tall = shot.height * (0.26 + 0.5 * depth)
    crown = tree_row(shot.rng(f"{name}trees"), line, tall, tall * 0.26, pine, fine=2)
    ridge = Ridge(
        name=name, depth=depth, foot=_foot(shot, depth), line=line, material=_PINES, cover=_cover(shot), crown=crown,
        mist=0.95,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _trunks(shot: Shot, depth: float) -> Element:
    """Two or three trees so near that they leave the frame."""
    line = _rolling(shot, "trunk", 1.0)
    crown = tree_row(shot.rng("trunks"), line, shot.height * 1.25, 620 * shot.unit, trunk, fine=2)
    ridge = Ridge(
        name="trunks", depth=1.0, foot=_foot(shot, depth), line=line, material=rgb("3b3a33"), cover=_cover(shot),
        crown=crown,
    )  # fmt: skip
    return ridge_element(shot, ridge)


def _islands(rng: np.random.Generator, length: int, wave: float) -> Array:
    line: Array = np.clip(curve(rng, length, wave, 4) * 2.2 - 1.15, 0, 1)
    return line


def _shore(
    shot: Shot,
    name: str,
    depth: float,
    tall: float,
    shape: _Skyline,
    *,
    planter: Planter | None = None,
    snow: float = 0.0,
) -> Element:
    rng = shot.rng(name)
    line: Array = shape(rng, width_at(shot, depth), 480 * shot.unit) * tall * shot.unit
    size = 44 * shot.unit
    crown = None if planter is None else tree_row(rng, line, size, size * 0.4, planter)
    ridge = Ridge(
        name=name, depth=depth, foot=shot.horizon + 1, line=line, material=_ROCK if planter is None else _PINES,
        cover=0, relief=0.8 if snow else 0.0, cap=snow * tall * 0.45 * shot.unit, crown=crown, mist=0.7,
    )  # fmt: skip
    return ridge_element(shot, ridge)
