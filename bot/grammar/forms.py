"""The bare forms of options: `8s`, `8 seconds`, `portrait`, `16:9`, `1280x720`, `720p`, `x3`, `private`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.commands import SizeWish
from bot.domain.video import ASPECT_WORDS, ModelName, Size
from bot.grammar.plain import Word

Value = SizeWish | ModelName | int | bool | str

SECONDS: Final = re.compile(r"([0-9]{1,3})[ -]?(?:s|secs?|seconds?)", re.IGNORECASE)
PIXELS: Final = re.compile(r"([0-9]{2,5}) ?[x*] ?([0-9]{2,5})", re.IGNORECASE)
RATIO: Final = re.compile(r"[0-9]{1,2}:[0-9]{1,2}")
TIER: Final = re.compile(r"[0-9]{3,4}p", re.IGNORECASE)
COUNT: Final = re.compile(r"x([0-9])")  # a small x: a BMW X3 is one car
PRIVATE: Final = re.compile(r"private|\( ?private ?\)", re.IGNORECASE)
USUAL_RATIOS: Final = frozenset(
    {"16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21", "4:5", "5:4", "2:1", "1:2", "16:10", "10:16"}
)
"""Without `--size` before it, anything else with a colon may be a time of day."""
LONGEST: Final = 3
"""Words of the longest bare form: `1280 x 720`."""


@dataclass(frozen=True, slots=True)
class Given:
    """One option as it was given: `part` is what was written. `is_weak`: it gives way to another value."""

    name: str
    value: Value
    part: str
    is_weak: bool = False

    @property
    def is_aspect_word(self) -> bool:
        """Whether it is a word of everyday language: `portrait`, `landscape`, `square`."""
        return self.part.lower() in ASPECT_WORDS

    @property
    def is_private_word(self) -> bool:
        """Whether it is the word `private`, which is an option only where it stands by itself."""
        return self.name == "private" and not self.part.startswith("(")


def bare(text: str) -> Given | None:
    """The option that the text is, spaces made single; None for anything else."""
    if match := SECONDS.fullmatch(text):
        return Given("seconds", int(match[1]), text)
    if match := COUNT.fullmatch(text):
        return Given("count", int(match[1]), text)
    if RATIO.fullmatch(text) and text not in USUAL_RATIOS:
        return None
    wish = size_piece(text)
    return None if wish is None else Given("size", wish, text)


def _at_edge(text: str) -> Given | None:
    """The bare option that the text is, `private` among them: that one counts nowhere but at the edges of a text."""
    return Given("private", value=True, part=text) if PRIVATE.fullmatch(text) else bare(text)


def size_piece(text: str) -> SizeWish | None:
    """One word of a size: an aspect word, a ratio, pixels, or a tier."""
    lower = text.lower()
    if lower in ASPECT_WORDS:
        return SizeWish(aspect=ASPECT_WORDS[lower])
    if RATIO.fullmatch(lower):
        return SizeWish(aspect=lower)
    if match := PIXELS.fullmatch(lower):
        return SizeWish(pixels=Size(int(match[1]), int(match[2])))
    return SizeWish(tier=lower) if TIER.fullmatch(lower) else None


def joined(words: Sequence[Word], text: str, first: int, after: int) -> str:
    """Words `first` up to `after` as one text with single spaces; empty where a comma or a line break divides them."""
    if first < 0 or after > len(words):
        return ""
    part = text[words[first].start : words[after - 1].end]
    return "" if "," in part or "\n" in part else " ".join(part.split())


def bare_from(words: Sequence[Word], text: str, first: int) -> tuple[Given, int] | None:
    """The longest bare option that begins at this word, and the word after it."""
    for after in range(min(first + LONGEST, len(words)), first, -1):
        if given := _at_edge(joined(words, text, first, after).rstrip(": ")):
            return given, after
    return None


def bare_until(words: Sequence[Word], text: str, after: int) -> tuple[Given, int] | None:
    """The longest bare option that ends just before word `after`, and its first word."""
    for first in range(max(after - LONGEST, 0), after):
        if given := _at_edge(joined(words, text, first, after).rstrip(".!?; ")):
            return given, first
    return None


def merged(one: SizeWish, other: SizeWish) -> SizeWish | None:
    """Both wishes in one, or None where they contradict each other."""
    pairs = ((one.aspect, other.aspect), (one.tier, other.tier), (one.pixels, other.pixels))
    if any(left is not None and right is not None and left != right for left, right in pairs):
        return None
    return SizeWish(aspect=one.aspect or other.aspect, tier=one.tier or other.tier, pixels=one.pixels or other.pixels)
