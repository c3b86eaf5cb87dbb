"""What a rendered file depends on, and nothing else: equal films are one file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from bot.domain.video import Size


@dataclass(frozen=True, kw_only=True)
class Film:
    """A picture in motion to be made: `prompt` is what it shows, `image` a picture (JPEG, PNG, WebP) to begin with."""

    prompt: str
    seconds: int
    size: Size
    image: bytes | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.seconds <= 60:  # what is drawn, and the memory for it, grows with the seconds
            raise ValueError(self.seconds)

    @cached_property
    def key(self) -> str:
        """A name for the file, the same for equal films and for no others."""
        picture = hashlib.sha256(self.image or b"").hexdigest()
        text = f"{self.size}\n{self.seconds}\n{picture}\n{self.prompt}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
