"""The frame being painted: everything is painted on it from back to front.

It is kept in the planes of the video itself, so that no frame is ever converted: a paste touches one and a half bytes a
pixel instead of four.
"""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from PIL import Image

from adapters.sandbox.render.colour import Array, to_planes


class Canvas:
    """A frame as luma `y` and half-size chroma `u`, `v`, and the same three as arrays: `planes`.

    `frame` is their memory, one after the other as yuv420p wants them: (h * 3 / 2, w).
    """

    def __init__(self, frame: npt.NDArray[np.uint8]) -> None:
        self.frame = frame
        self.width, self.height = frame.shape[1], frame.shape[0] * 2 // 3
        half = (self.height // 2, self.width // 2)
        self.planes = (frame[: self.height], *frame[self.height :].reshape(2, *half))
        self.y, self.u, self.v = (_shared(plane) for plane in self.planes)

    @classmethod
    def of_picture(cls, picture: Array, rng: np.random.Generator) -> Self:
        """A canvas that shows an opaque picture (h, w, 3) with even sides."""
        planes = [plane.reshape(-1) for plane in to_planes(picture, rng)]
        return cls(np.concatenate(planes).reshape(-1, picture.shape[1]))

    def copy(self) -> Canvas:
        """A frame to paint on."""
        return Canvas(self.frame.copy())


def faded(mask: Image.Image, opacity: float) -> Image.Image:
    """A mask with every value scaled down."""
    return Image.blend(Image.new("L", mask.size), mask, max(0.0, min(1.0, opacity)))


def _shared(plane: npt.NDArray[np.uint8]) -> Image.Image:
    """An image of the plane's own memory. Pillow would copy it before the first change, were it not told otherwise."""
    image = Image.frombuffer("L", plane.shape[::-1], plane, "raw", "L", 0, 1)
    image.readonly = 0
    return image
