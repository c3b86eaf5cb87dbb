"""What a person asks for: prompt, shape, length, reference images. Holding one means it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

ModelName = NewType("ModelName", str)
ProviderName = NewType("ProviderName", str)
ImageId = NewType("ImageId", str)

ASPECT_WORDS: Final[Mapping[str, str]] = MappingProxyType({"landscape": "16:9", "portrait": "9:16", "square": "1:1"})
"""The words people use for the three common aspect ratios."""


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A frame in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """An aspect ratio and a resolution tier; the pixels come from the model's own table, never computed.

    `aspect` is `"16:9"`, `"9:16"`, `"1:1"` …; `tier` is `"720p"`, `"1024p"` …
    """

    aspect: str
    tier: str

    @property
    def word(self) -> str:
        """`landscape`, `portrait`, `square`, or the aspect ratio where it has no word."""
        return next((word for word, aspect in ASPECT_WORDS.items() if aspect == self.aspect), self.aspect)

    def __str__(self) -> str:
        return f"{self.word} {self.tier}"


class ImageRole(StrEnum):
    """What a reference image is for."""

    FIRST_FRAME = "first_frame"
    LAST_FRAME = "last_frame"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ReferenceImage:
    """An image that was fetched, checked and fitted; its bytes are in the store under `id`."""

    id: ImageId
    role: ImageRole = ImageRole.FIRST_FRAME
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRequest:
    """What a person asked for, already checked against the catalogue.

    `seconds` is None where the model decides; `size` is the model's own pixel size for `shape`.
    """

    prompt: str
    model: ModelName
    seconds: int | None
    shape: Shape
    size: Size
    audio: bool | None = None
    images: tuple[ReferenceImage, ...] = ()
    seed: int | None = None
    negative_prompt: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
