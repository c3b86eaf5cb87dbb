"""The frame being painted, and the wide layers that scroll across it.

Everything is kept in the planes of the video itself, so that no frame is ever converted: a paste touches one and a
half bytes a pixel instead of four.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

from adapters.sandbox.render.colour import Array, to_planes

_PHASES = 4


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
