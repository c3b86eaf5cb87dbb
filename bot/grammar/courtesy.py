"""What people add out of politeness and what divides: `please`, emoji, a last `?`, and dashes that stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.grammar.plain import Word, words_of

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


def before_courtesy(words: Sequence[Word], after: int) -> int:
    """The word after what is left of the words up to `after` when courtesy at their end is left out."""
    while after > 0 and (taken := _courtesies(words, after)):
        after -= taken
    return after


def before_dashes(words: Sequence[Word], after: int) -> int:
    """The same without dashes that stand alone at the end."""
    while after > 0 and words[after - 1].text in DASHES:
        after -= 1
    return after


def after_dashes(words: Sequence[Word], place: int) -> int:
    """The first word from `place` on that is no dash alone."""
    while place < len(words) and words[place].text in DASHES:
        place += 1
    return place


def is_courtesy(text: str) -> bool:
    """Whether plain text holds courtesy and dashes alone, or nothing."""
    words = words_of(text)
    return before_courtesy(words, before_dashes(words, len(words))) == 0


def _courtesies(words: Sequence[Word], after: int) -> int:
    """How many words of courtesy end before `after`: none, one, or the two of "thank you"."""
    if _COURTESY.fullmatch(words[after - 1].text):
        return 1
    is_thanks = after > 1 and _YOU.fullmatch(words[after - 1].text) and _THANK.fullmatch(words[after - 2].text)
    return 2 if is_thanks else 0
