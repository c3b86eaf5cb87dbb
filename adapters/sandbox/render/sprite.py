"""Small pictures that move, turn and grow freely."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageFilter

from adapters.sandbox.render.canvas import Canvas, faded
from adapters.sandbox.render.colour import YUV_MATRIX

_Box = tuple[int, int, int, int]
_Place = tuple[float, float]


class Sprite:
    """A small picture that moves, turns and grows freely. Drawn from an RGBA image of `density` pixels per pixel."""

    def __init__(self, image: Image.Image, density: float = 2.0) -> None:
        box = _with_margin(image.getchannel("A").getbbox() or (0, 0, 0, 0))
        part = image.crop(box)
        bands = part.convert("RGB").convert("RGB", YUV_MATRIX).split()
        # Multiplied by its alpha while it is shrunk and blurred, so that no edge mixes with emptiness.
        whole = Image.merge("RGBA", (*bands, part.getchannel("A"))).convert("RGBa")
        # Blurred once here, so that picking the nearest pixel later gives a smooth edge at a fifth of the cost.
        blur = ImageFilter.BoxBlur(density * 0.5)
        fine, self._chroma = (sheet.filter(blur).convert("RGBA") for sheet in (whole, whole.reduce(2)))
        self._luma = Image.merge("LA", (fine.getchannel(0), fine.getchannel(3)))
        self._density = density
        self._middle = image.width / 2 - box[0], image.height / 2 - box[1]

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
        flat = math.copysign(max(abs(squeeze), 0.02), squeeze)
        turn = _Turn(math.cos(angle), math.sin(angle), self._density / scale, flat)
        left, top, right, bottom = self._seen(turn, canvas, x, y)
        if left >= right or top >= bottom:
            return
        mx, my = self._middle
        luma, mask = turn.picked(self._luma, (left, top, right, bottom), (x, y), (mx, my)).split()
        half_box = left // 2, top // 2, right // 2, bottom // 2
        _, u, v, half = turn.picked(self._chroma, half_box, (x / 2, y / 2), (mx / 2, my / 2)).split()
        if opacity < 1:
            mask, half = faded(mask, opacity), faded(half, opacity)
        canvas.y.paste(luma, (left, top), mask)
        canvas.u.paste(u, half_box[:2], half)
        canvas.v.paste(v, half_box[:2], half)

    def _seen(self, turn: _Turn, canvas: Canvas, x: float, y: float) -> _Box:
        """The part of the canvas it lies on, all sides even."""
        left, top, right, bottom = turn.reach(self._luma.size, self._middle)
        return (
            max(2 * math.floor((x + left) / 2), 0), max(2 * math.floor((y + top) / 2), 0),
            min(2 * math.ceil((x + right) / 2), canvas.width), min(2 * math.ceil((y + bottom) / 2), canvas.height),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Turn:
    """How a sprite lies: turned, with `zoom` of its pixels to one of the frame, and squeezed."""

    cos: float
    sin: float
    zoom: float
    squeeze: float

    def reach(self, size: tuple[int, int], middle: _Place) -> tuple[float, float, float, float]:
        """How far it reaches from its middle: to the left, up, to the right and down."""
        across = [(edge - middle[0]) * self.squeeze / self.zoom for edge in (0, size[0])]
        down = [(edge - middle[1]) / self.zoom for edge in (0, size[1])]
        xs = [self.cos * p - self.sin * q for p in across for q in down]
        ys = [self.sin * p + self.cos * q for p in across for q in down]
        return min(xs), min(ys), max(xs), max(ys)

    def picked(self, image: Image.Image, box: _Box, place: _Place, middle: _Place) -> Image.Image:
        """The nearest pixels for a box of a plane on which the image's middle lies at `place`."""
        cos, sin = self.cos * self.zoom, self.sin * self.zoom
        dx, dy = place[0] - box[0], place[1] - box[1]
        matrix = (
            cos / self.squeeze, sin / self.squeeze, middle[0] - (cos * dx + sin * dy) / self.squeeze,
            -sin, cos, middle[1] + sin * dx - cos * dy,
        )  # fmt: skip
        size = (box[2] - box[0], box[3] - box[1])
        return image.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.NEAREST)


def _with_margin(box: _Box) -> _Box:
    """Room for the blur all around, the sides even."""
    left, top, right, bottom = box
    return left // 2 * 2 - 4, top // 2 * 2 - 4, right // 2 * 2 + 6, bottom // 2 * 2 + 6
