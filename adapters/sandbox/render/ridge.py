"""One range of hills: a line of heights becomes a layer with light, haze in its valleys and a bright rim."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adapters.sandbox.render.colour import Array, Rgb, blend, mix, new_picture, plain, scale, smooth
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.noise import cloudy
from adapters.sandbox.render.palette import Light
from adapters.sandbox.render.shot import Shot, even


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """`line` holds heights in pixels above `foot`, a height in the frame; `depth` from 0 (far) to 1 (near).

    `relief` says how strongly slopes are lit and shaded, `cap` how far snow reaches down, `grain` how rough it looks.
    """

    name: str
    depth: float
    foot: float
    line: Array
    material: Rgb
    cover: float
    relief: float = 0.0
    cap: float = 0.0
    grain: float = 0.0
    crown: Array | None = None
    mist: float = 0.6
    facets: float = 40.0
    show: float = 0.0


def speed_at(shot: Shot, depth: float) -> float:
    """How many pixels a second a layer of this depth scrolls."""
    return (2.5 + 38 * math.pow(depth, 1.7)) * shot.unit


def width_at(shot: Shot, depth: float) -> int:
    """How wide a layer of this depth must be to last for the whole film."""
    return even(shot.width + speed_at(shot, depth) * shot.seconds + 6)


def ridge_element(shot: Shot, ridge: Ridge) -> Drift:
    """The range as an element. A `crown` (its own height above `foot`, w) is added to the silhouette: trees."""
    tall = max(float(ridge.line.max()), 0 if ridge.crown is None else ridge.crown.shape[0])
    top = max(even(ridge.foot - tall - 4), 0)
    height = even(min(ridge.foot + ridge.cover, shot.height) - top)
    rng = shot.rng(ridge.name)
    below = np.arange(height, dtype=np.float32)[:, None] - (ridge.foot - top - ridge.line)[None]
    slope = np.gradient(ridge.line)
    alpha = np.clip(below / np.sqrt(1 + slope**2)[None] + 0.5, 0, 1)
    if ridge.crown is not None:
        alpha = _crowned(alpha, ridge, top)
    bare = max(int(ridge.foot - top - float(ridge.line.max()) - 8 * shot.unit), 0)
    ground = _ground(shot, ridge, below[bare:], slope.astype(np.float32), rng)
    picture = new_picture(below.shape)
    picture[:bare], picture[bare:] = ground[0], ground
    return Drift(Layer(picture, alpha.astype(np.float32), rng), top, speed_at(shot, ridge.depth))


def _crowned(alpha: Array, ridge: Ridge, top: int) -> Array:
    assert ridge.crown is not None
    bottom = round(ridge.foot - top)
    start = max(bottom - ridge.crown.shape[0], 0)
    stop = min(bottom, alpha.shape[0])
    part = ridge.crown[ridge.crown.shape[0] - (bottom - start) :][: stop - start]
    alpha[start:stop] = np.maximum(alpha[start:stop], part)
    return alpha


def _ground(shot: Shot, ridge: Ridge, below: Array, slope: Array, rng: np.random.Generator) -> Array:
    """The colours from just above the line down; what stands higher takes those of its first row."""
    palette = shot.palette
    base = palette.lit(ridge.material, 0.12 + 0.88 * ridge.depth, max(palette.show, ridge.show))
    picture = plain(base, below.shape)
    if ridge.relief:
        picture = _with_relief(shot, ridge, picture, below, slope)
    if ridge.grain:
        grain = cloudy(rng, below.shape, 22 * shot.unit, stretch=3.0, octaves=4) - 0.5
        picture = scale(picture, 1 + ridge.grain * grain * (below > 0))
    rim = np.exp(-np.where(below > 0, below / 2.6, below / -1.5 + 1.5) / shot.unit) * (
        0.34 if palette.show < 0.7 else 0.2
    )
    picture = blend(picture, mix(base, palette.sun, 0.75), rim * (0.35 + 0.65 * ridge.depth) * _nearness(shot, below))
    fade = smooth(0, ridge.cover + float(ridge.line.max()), below)
    return blend(picture, palette.haze, fade * ridge.mist * (1 - ridge.depth) ** 0.8)


def _with_relief(shot: Shot, ridge: Ridge, picture: Array, below: Array, slope: Array) -> Array:
    """Light the faces towards the sun, and lay snow on the heights."""
    side = 1.0 if shot.sun[0] > shot.width / 2 else -1.0
    facets = cloudy(shot.rng(f"{ridge.name}facets"), below.shape, 60 * shot.unit, stretch=0.8, octaves=4) - 0.5
    columns = np.arange(below.shape[1])[None] + (below * (0.35 * side) + facets * ridge.facets * shot.unit)
    faced = -side * slope[np.clip(columns, 0, below.shape[1] - 1).astype(int)] + facets * 0.01 * ridge.facets
    lit = smooth(-0.25, 0.25, faced)
    palette = shot.palette
    if ridge.cap:
        reach = ridge.cap * (0.55 + 1.3 * facets + 0.25 * lit)
        snow = palette.lit((0.95, 0.97, 1.0), 0.2 + 0.8 * ridge.depth, min(1.0, palette.show + 0.35))
        picture = blend(picture, snow, smooth(6 * shot.unit, -6 * shot.unit, below - reach))
    shade = mix(palette.near, palette.sky[0], 0.5)
    picture = blend(picture, shade, (1 - lit) * 0.5 * ridge.relief * (0.3 + 0.7 * ridge.depth))
    return blend(picture, palette.sun, lit * 0.2 * ridge.relief * (0.6 if palette.light is Light.NIGHT else 1.0))


def _nearness(shot: Shot, below: Array) -> Array:
    """1 beneath the sun, less to both sides: where a rim catches light."""
    xs = np.arange(below.shape[1], dtype=np.float32)
    near: Array = 0.25 + 0.75 * np.exp(-(((xs - shot.sun[0]) / (shot.width * 0.28)) ** 2))
    return near[None]
