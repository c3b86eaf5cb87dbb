"""The frame being painted, and the three things that are painted on it: layers, sprites and sparks.

Everything is kept in the planes of the video itself, so that no frame is ever converted: a paste touches one and a
half bytes a pixel instead of four.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from adapters.sandbox.render.colour import Array, Rgb, pixels_of, to_planes, to_yuv

_PHASES = 4
_LEVELS = 24
_GREY = 7
_NOTHING = (16, 128, 128, 0)


class Canvas:
    """A frame as luma `y` and half-size chroma `u`, `v`."""

    def __init__(self, y: Image.Image, u: Image.Image, v: Image.Image) -> None:
        self.y, self.u, self.v = y, u, v
        self.width, self.height = y.size

    @classmethod
    def of_picture(cls, picture: Array, rng: np.random.Generator) -> Canvas:
        """A canvas that shows an opaque picture (h, w, 3) with even sides."""
        y, u, v = (Image.fromarray(plane) for plane in to_planes(picture, rng))
        return cls(y, u, v)

    def copy(self) -> Canvas:
        """A frame to paint on."""
        return Canvas(self.y.copy(), self.u.copy(), self.v.copy())

    def to_array(self) -> npt.NDArray[np.uint8]:
        """The planes one after the other, as a yuv420p frame wants them: (h * 3 / 2, w)."""
        flat = np.frombuffer(self.y.tobytes() + self.u.tobytes() + self.v.tobytes(), np.uint8)
        return flat.reshape(self.height * 3 // 2, self.width)


class Layer:
    """A wide picture with an alpha map that scrolls sideways by fractions of a pixel."""

    def __init__(self, picture: Array, alpha: Array, rng: np.random.Generator, *, still: bool = False) -> None:
        """`picture` (h, w, 3) and `alpha` (h, w), both sides even. A `still` layer scrolls by whole pixels only."""
        y, u, v = to_planes(picture, rng)
        mask = (np.clip(alpha, 0, 1) * 255 + 0.5).astype(np.uint8)
        half = mask[::2, ::2] // 2 + mask[1::2, 1::2] // 2
        phases = 1 if still else _PHASES
        self.width, self.height = mask.shape[1], mask.shape[0]
        self._full = [_shifted((y, mask), phase) for phase in range(phases)]
        self._half = [_shifted((u, v, half), phase) for phase in range(phases)]

    def paint(self, canvas: Canvas, left: float, top: int, opacity: float = 1.0) -> None:
        """Show the part from `left` on across the whole canvas, its upper edge at `top`."""
        luma, mask = _cut(self._full, left, canvas.width, self.height)
        u, v, half = _cut(self._half, left / 2, canvas.u.width, self.height // 2)
        if opacity < 1:
            mask, half = faded(mask, opacity), faded(half, opacity)
        canvas.y.paste(luma, (0, top), mask)
        canvas.u.paste(u, (0, top // 2), half)
        canvas.v.paste(v, (0, top // 2), half)


def _shifted(planes: tuple[npt.NDArray[np.uint8], ...], phase: int) -> list[Image.Image]:
    """The planes moved left by `phase` quarters of a pixel."""
    images = [Image.fromarray(np.ascontiguousarray(plane)) for plane in planes]
    if phase == 0:
        return images
    return [Image.blend(image, ImageChops.offset(image, -1, 0), phase / _PHASES) for image in images]


def _cut(phases: list[list[Image.Image]], left: float, width: int, height: int) -> list[Image.Image]:
    steps = math.floor(left * len(phases))
    whole, phase = divmod(steps, len(phases))
    return [image.crop((whole, 0, whole + width, height)) for image in phases[phase]]


def faded(mask: Image.Image, opacity: float) -> Image.Image:
    """A mask with every value scaled down."""
    return Image.blend(Image.new("L", mask.size), mask, max(0.0, min(1.0, opacity)))


class Sprite:
    """A small picture that moves, turns and grows freely. Drawn from an RGBA image of `density` pixels per pixel."""

    def __init__(self, image: Image.Image, density: float = 2.0) -> None:
        colour = pixels_of(_bled(image))
        luma = colour @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        bands = np.empty((*luma.shape, 4), np.uint8)
        bands[..., 0] = 16 + 219 * luma
        bands[..., 1] = 128 + 224 * (colour[..., 2] - luma) / 1.8556
        bands[..., 2] = 128 + 224 * (colour[..., 0] - luma) / 1.5748
        bands[..., 3] = np.asarray(image.getchannel("A"))
        # Four plain bands: "RGBA" would be multiplied by its alpha on the way, which is not meant for luma and chroma.
        self._bands = Image.merge(
            "CMYK", [Image.fromarray(np.ascontiguousarray(bands[..., band])) for band in range(4)]
        )
        self._density = density

    def paint(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        *,
        angle: float = 0.0,
        scale: float = 1.0,
        squeeze: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        """Show it with its middle at (x, y), turned by `angle` radians; a negative `squeeze` mirrors it."""
        width, height = self._bands.size
        zoom = self._density / scale
        half_w, half_h = _half_box(width / zoom * abs(squeeze), height / zoom, angle)
        left, top = 2 * math.floor((x - half_w) / 2), 2 * math.floor((y - half_h) / 2)
        size = (2 * math.ceil((half_w * 2 + 4) / 2), 2 * math.ceil((half_h * 2 + 4) / 2))
        if left > canvas.width or top > canvas.height or left + size[0] < 0 or top + size[1] < 0:
            return
        cos, sin = math.cos(angle) * zoom, math.sin(angle) * zoom
        squeeze = math.copysign(max(abs(squeeze), 0.02), squeeze)
        dx, dy = x - left, y - top
        matrix = (
            cos / squeeze, sin / squeeze, width / 2 - (cos * dx + sin * dy) / squeeze,
            -sin, cos, height / 2 + sin * dx - cos * dy,
        )  # fmt: skip
        patch = self._bands.transform(
            size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=_NOTHING
        )
        _paste_bands(canvas, patch, left, top, opacity)


def _bled(image: Image.Image) -> Image.Image:
    """The colours without alpha, those of the edges spread outwards, so that no edge mixes with emptiness."""
    spread = image.convert("RGBa").filter(ImageFilter.GaussianBlur(6)).convert("RGBA").convert("RGB")
    spread.paste(image.convert("RGB"), mask=image.getchannel("A").point([0] + [255] * 255))
    return spread


def _half_box(width: float, height: float, angle: float) -> tuple[float, float]:
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    return (width * cos + height * sin) / 2, (width * sin + height * cos) / 2


def _paste_bands(canvas: Canvas, patch: Image.Image, left: int, top: int, opacity: float) -> None:
    y, u, v, mask = patch.split()
    if opacity < 1:
        mask = faded(mask, opacity)
    half = mask.reduce(2)
    canvas.y.paste(y, (left, top), mask)
    canvas.u.paste(u.reduce(2), (left // 2, top // 2), half)
    canvas.v.paste(v.reduce(2), (left // 2, top // 2), half)


@dataclass(frozen=True, slots=True)
class Spark:
    """A soft dot in one colour, for snow, stars and embers: its masks for each quarter of a pixel.

    One with hardly any colour of its own leaves the chroma beneath it alone.
    """

    colour: tuple[int, int, int]
    masks: tuple[Image.Image, ...]
    _faded: dict[tuple[int, int], tuple[Image.Image, Image.Image]] = field(default_factory=dict)

    def paint(self, canvas: Canvas, x: float, y: float, opacity: float = 1.0) -> None:
        """Show it with its middle at (x, y)."""
        level = min(round(opacity * _LEVELS), _LEVELS)
        if level <= 0:
            return
        left, top = math.floor(x), math.floor(y)
        phase = int((y - top) * _PHASES) * _PHASES + int((x - left) * _PHASES)
        mask, half = self._faded.get((phase, level)) or self._fade(phase, level)
        width, height = mask.size
        at = (left - width // 2, top - height // 2)
        luma, u, v = self.colour
        canvas.y.paste(luma, at, mask)
        if abs(u - 128) > _GREY or abs(v - 128) > _GREY:
            corner = (at[0] // 2, at[1] // 2)
            canvas.u.paste(u, corner, half)
            canvas.v.paste(v, corner, half)

    def _fade(self, phase: int, level: int) -> tuple[Image.Image, Image.Image]:
        mask = self.masks[phase % len(self.masks)]
        mask = mask if level == _LEVELS else faded(mask, level / _LEVELS)
        self._faded[phase, level] = mask, mask.reduce(2)
        return self._faded[phase, level]


def soft_spark(colour: Rgb, radius: float, opacity: float = 1.0, hardness: float = 0.0) -> Spark:
    """A dot of about `radius` pixels; `hardness` 0 is a glow, 1 a disc."""
    reach = math.ceil(radius * 1.5) + 1
    shapes = [
        _dot(reach, column / _PHASES, row / _PHASES, radius, hardness) * opacity
        for row in range(_PHASES)
        for column in range(_PHASES)
    ]
    return Spark(to_yuv(colour), tuple(to_mask(shape) for shape in shapes))


def streak_spark(colour: Rgb, length: float, slant: float, opacity: float, thickness: float = 0.8) -> Spark:
    """A drop of rain: a thin line that fades towards its upper end; `slant` is its sideways share."""
    reach = math.ceil(length) + 2
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    along = np.clip((ys / length + 1) / 2, 0, 1)
    inside = (np.abs(ys) <= length).astype(np.float32)
    shape = np.exp(-(((xs - ys * slant) / thickness) ** 2)) * along * inside * opacity
    return Spark(to_yuv(colour), (to_mask(shape.astype(np.float32)),))


def _dot(reach: int, dx: float, dy: float, radius: float, hardness: float) -> Array:
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    distance = np.hypot(xs - dx, ys - dy) / radius
    glow = np.exp(-(distance**2) * 2.2)
    disc = np.clip((1 - distance) * radius + 0.5, 0, 1)
    shape: Array = (glow * (1 - hardness) + disc * hardness).astype(np.float32)
    return shape


def flat_spark(colour: Rgb, size: float) -> Spark:
    """A glint on water: a glow pressed flat."""
    whole = soft_spark(colour, size, 0.9).masks[0]
    return Spark(to_yuv(colour), (whole.resize((max(whole.width * 2, 2), max(whole.height // 3, 1))),))


def paint_thread(
    canvas: Canvas, points: Sequence[tuple[float, float]], colour: Rgb, width: float, opacity: float
) -> None:
    """A thin smooth line."""
    left, top = (2 * math.floor((min(place) - width) / 2) for place in zip(*points, strict=True))
    right, bottom = (2 * math.ceil((max(place) + width) / 2) for place in zip(*points, strict=True))
    mask = Image.new("L", ((right - left) * 2, (bottom - top) * 2), 0)
    places = [((x - left) * 2, (y - top) * 2) for x, y in points]
    ImageDraw.Draw(mask).line(places, fill=round(255 * opacity), width=max(1, round(width * 2)), joint="curve")
    fine, (luma, u, v) = mask.reduce(2), to_yuv(colour)
    half = fine.reduce(2)
    canvas.y.paste(luma, (left, top), fine)
    canvas.u.paste(u, (left // 2, top // 2), half)
    canvas.v.paste(v, (left // 2, top // 2), half)


def to_mask(shape: Array) -> Image.Image:
    """Shares from 0 to 1 as a mask."""
    return Image.fromarray((np.clip(shape, 0, 1) * 255).astype(np.uint8))
