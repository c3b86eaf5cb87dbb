"""Image-to-video: the given picture fills the frame while a camera slowly moves over it."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageOps

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import pixels_of, to_planes
from adapters.sandbox.render.shot import Shot, even

_MARGIN = 1.16


class Pan:
    """Zooms in and drifts, by parts of a pixel."""

    def __init__(self, shot: Shot, image: Image.Image) -> None:
        size = (even(shot.width * _MARGIN), even(shot.height * _MARGIN))
        fitted = ImageOps.fit(image.convert("RGB"), size, Image.Resampling.LANCZOS)
        self._planes = [Image.fromarray(plane) for plane in to_planes(pixels_of(fitted), shot.rng("picture"))]
        self._seconds = shot.seconds
        self._turn = float(shot.rng("pan").uniform(0, 2 * math.pi))

    def paint(self, canvas: Canvas, t: float) -> None:
        """Fill the frame."""
        share = t / self._seconds
        eased = share * share * (3 - 2 * share)
        zoom = 1 - 0.11 * eased
        for plane, target in zip(self._planes, (canvas.y, canvas.u, canvas.v), strict=True):
            width, height = plane.width * zoom, plane.height * zoom
            x = (plane.width - width) * (0.5 + 0.45 * math.cos(self._turn) * eased)
            y = (plane.height - height) * (0.5 + 0.45 * math.sin(self._turn) * eased)
            target.paste(plane.resize(target.size, Image.Resampling.BILINEAR, box=(x, y, x + width, y + height)))


def open_image(data: bytes) -> Image.Image | None:
    """The picture, upright; None for bytes that are none, or one beyond fifty million pixels."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 50_000_000:
                return None
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
