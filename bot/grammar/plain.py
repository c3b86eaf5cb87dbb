"""Text as the grammar reads it: character for character as long as the original, with look-alikes made plain."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# Keyboards and chat apps turn quotes curly, dashes long and digits full-width; none of that is meant.
_PLAIN: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "‐‑−"), "-"),
    ord("×"): "x",
    ord("、"): ",",
    ord("ː"): ":",
    ord("∶"): ":",
}
_WORD: Final = re.compile(r"[^\s,]+")
SEPARATORS: Final = ", \t\r\n\f\v\u00a0\u2007\u202f\u3000，、"
"""What may stand between options and around them."""


def plain(text: str) -> str:
    """The text with full-width characters, odd dashes and the like made plain; positions stay as they are."""
    return text.translate(_PLAIN)


class Word(NamedTuple):
    """What stands between spaces and commas, and where."""

    text: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of plain text."""
    return tuple(Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text))
