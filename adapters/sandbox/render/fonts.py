"""The fonts at hand: the one Pillow brings, and what the machine has for the letters that one lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

_FOLDERS: Final = (
    "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_WANTED: Final = (
    "NotoSans-Regular", "DejaVuSans", "LiberationSans-Regular", "Arial Unicode", "arial", "NotoSansCJK-Regular",
    "NotoSansJP-Regular", "wqy-microhei", "PingFang", "msyh", "YuGothR", "malgun", "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular", "NotoSansDevanagari-Regular", "NotoSansThai-Regular", "Symbola", "seguisym", "unifont",
)  # fmt: skip
_MISSING: Final = "\U0010fffe"
"""No font has this one: what is drawn for it is drawn for every missing letter."""


@dataclass(eq=False, slots=True)
class Face:
    """One font in one size."""

    font: ImageFont.FreeTypeFont
    _known: dict[str, bool] = field(default_factory=dict)

    def has(self, char: str) -> bool:
        """Whether the font has a picture of its own for the letter."""
        if char not in self._known:
            self._known[char] = char.isspace() or _picture(self.font, char) != _picture(self.font, _MISSING)
        return self._known[char]


@lru_cache(maxsize=16)
def faces_for(size: float) -> tuple[Face, ...]:
    """Pillow's own font first, then the machine's, in this size in pixels."""
    own = ImageFont.load_default(size)
    assert isinstance(own, ImageFont.FreeTypeFont)
    return (Face(own), *(Face(ImageFont.truetype(path, size)) for path in _installed()))


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    """Paths of the wanted fonts this machine has, in our order."""
    found: dict[str, str] = {}
    for folder in map(Path, _FOLDERS):
        for path in folder.rglob("*.[to]t[fc]") if folder.is_dir() else ():
            if path.stem in _WANTED and path.stem not in found and _opens(str(path)):
                found[path.stem] = str(path)
    return tuple(found[name] for name in _WANTED if name in found)


def _opens(path: str) -> bool:
    try:
        ImageFont.truetype(path, 12)
    except OSError:
        return False
    return True


def _picture(font: ImageFont.FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(char)
    return mask.size, bytes(mask)
