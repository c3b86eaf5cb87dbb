"""What people add out of politeness and what divides: `please`, emoji, a last `?`, and dashes that stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.grammar.plain import Word, plain, words_of

EMOJI: Final = (
    r"(?::[\w+'-]+:|<a?:\w+:[0-9]+>|[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\u200d\U0001f000-\U0001faff])"
)
"""One emoji or a part of one, as it is or by name: Slack writes `:pray:`, Discord `<:kite:17>` for a server's own."""
DASHES: Final = frozenset({"-", "–", "—", "•", "*"})
"""Dashes and bullets of a list."""

_SIGNS: Final = rf"(?:[.!?…]|{EMOJI})*+"  # possessive: a long row of them is read once
_COURTESY: Final = re.compile(rf"{_SIGNS}(?:please|pls|plz|thanks|thx|ty|){_SIGNS}", re.IGNORECASE)
_THANK: Final = re.compile(rf"{_SIGNS}thank", re.IGNORECASE)
_YOU: Final = re.compile(rf"you{_SIGNS}", re.IGNORECASE)


def without_courtesy_after(text: str) -> str:
    """The text without courtesy at its end."""
    words = words_of(plain(text))
    after = before_courtesy(words, len(words))
    return text[: words[after - 1].end] if after else ""


def without_courtesy_before(text: str) -> str:
    """The text without courtesy at its start."""
    words = words_of(plain(text))
    place = 0
    while long := next((long for long in (1, 2) if _is_one(words, place, place + long)), 0):
        place += long
    return text[words[place].start :] if place < len(words) else ""


def before_courtesy(words: Sequence[Word], after: int) -> int:
    """The word after what is left of the words up to `after` when courtesy at their end is left out."""
    while long := next((long for long in (1, 2) if _is_one(words, after - long, after)), 0):
        after -= long
    return after


def before_dashes(words: Sequence[Word], after: int) -> int:
    """The same without dashes that stand alone at the end."""
    while after > 0 and words[after - 1].text in DASHES:
        after -= 1
    return after


def before_closing(words: Sequence[Word], after: int) -> int:
    """The same without both, in any order."""
    while (left := before_dashes(words, before_courtesy(words, after))) != after:
        after = left
    return after


def after_dashes(words: Sequence[Word], place: int) -> int:
    """The first word from `place` on that is no dash alone."""
    while place < len(words) and words[place].text in DASHES:
        place += 1
    return place


def is_courtesy(text: str) -> bool:
    """Whether plain text holds courtesy and dashes alone, or nothing."""
    words = words_of(text)
    return before_closing(words, len(words)) == 0


def _is_one(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether these words are one courtesy: a single word, or the two of "thank you"."""
    if start < 0 or end > len(words):
        return False
    first, last = words[start].text, words[end - 1].text
    if end - start == 1:
        return _COURTESY.fullmatch(first) is not None
    return _THANK.fullmatch(first) is not None and _YOU.fullmatch(last) is not None
