"""What somebody probably meant, and how much of it to quote."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

QUOTED: Final = 60
"""Characters of an offending part that are quoted back."""
_SLIP: Final = 0.85


def shortened(part: str) -> str:
    """The part on one line, cut where it is long."""
    line = " ".join(part[: QUOTED * 2].split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def nearest(part: str, allowed: Sequence[str], likeness: float = 0.5) -> str | None:
    """The allowed value that looks most like the part, if any does at least so much (1: the same)."""
    by_key = {value.casefold(): value for value in allowed}
    found = get_close_matches(part[:QUOTED].casefold(), by_key, n=1, cutoff=likeness)
    return by_key[found[0]] if found else None


def nearly(word: str, names: Sequence[str]) -> str | None:
    """The name that the word is a slip of the pen for: two neighbouring letters swapped, or one or so wrong inside."""
    lower = word.lower()
    swapped = {lower[:at] + lower[at + 1] + lower[at] + lower[at + 2 :] for at in range(len(lower) - 1)}
    meant = next((name for name in names if name in swapped), None) or nearest(word, names, _SLIP)
    return meant if meant is not None and (meant in swapped or meant[0] == lower[0]) else None


def nearest_number(value: int, allowed: Sequence[str]) -> str | None:
    """The allowed number closest to the value; of two equally close the smaller, which costs less."""
    numbers = [int(number) for number in allowed if number.isdigit()]
    return str(min(numbers, key=lambda number: (abs(number - value), number))) if numbers else None
