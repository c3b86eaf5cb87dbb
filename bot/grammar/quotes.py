"""Quotation marks: where quoted text lies, and whether one pair holds the whole prompt.

A pair wraps the whole prompt when it opens at its beginning and closes at its end, whatever stands inside, other
quotation marks included. The exception is text that reads as separate quotations, such as `"red" and "blue"`: the
marks inside close and open by turns, so the outer ones are no pair, and all of them stay.
"""

from __future__ import annotations

import re
from typing import Final

PAIRS: Final = {'"': '"', "“": "”", "„": "“”", "«": "»", "＂": "＂", "「": "」"}
"""Opening marks, and what may close each."""

_OPENING: Final = re.compile(rf"(?<![^\s(\[=:])[{''.join(PAIRS)}]")
_CLOSING_AFTER: Final = ",.;:!?)]"


def first_opening(text: str) -> int:
    """Where the first quotation mark of any kind stands; -1 without any."""
    return min((place for mark in PAIRS if (place := text.find(mark)) >= 0), default=-1)


def last_closing(text: str, opening: int) -> int:
    """Where the last mark stands that can close the one at `opening`; -1 without any after it."""
    return max(text.rfind(mark, opening + 1) for mark in PAIRS[text[opening]])


def unwrapped(text: str) -> str | None:
    """What one pair around the whole text holds, or None where there is no such pair."""
    if len(text) < 2 or text[0] not in PAIRS or text[-1] not in PAIRS[text[0]]:
        return None
    return None if is_several(text) else text[1:-1]


def is_several(text: str) -> bool:
    """Whether quoted text reads as several quotations: inside, marks close and open by turns, closing first."""
    marks = PAIRS[text[0]] + text[0]
    inside = [place for place in range(1, len(text) - 1) if text[place] in marks]
    if not inside or len(inside) % 2:
        return False
    return all(_closes(text, place) if turn % 2 == 0 else _opens(text, place) for turn, place in enumerate(inside))


def _closes(text: str, place: int) -> bool:
    after = text[place + 1]
    return (
        text[place] in PAIRS[text[0]] and not text[place - 1].isspace() and (after.isspace() or after in _CLOSING_AFTER)
    )


def _opens(text: str, place: int) -> bool:
    before = text[place - 1]
    return text[place] == text[0] and (before.isspace() or before in "([") and not text[place + 1].isspace()


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Where quotations lie, marks included. A mark within a word, as in 5" pipes, opens nothing."""
    spans: list[tuple[int, int]] = []
    place = 0
    unclosed = ""
    while match := _OPENING.search(text, place):
        mark, place = match.group(), match.end()
        if mark in unclosed:
            continue
        end = min((found for close in PAIRS[mark] if (found := text.find(close, place)) >= 0), default=-1)
        if end >= 0:
            spans.append((match.start(), end + 1))
            place = end + 1
        else:
            unclosed += mark  # looked to the end once; never again
    return spans


def masked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with quotations made unreadable, at the same length."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += text[done:start], "\0" * (end - start)
        done = end
    return "".join([*parts, text[done:]])
