"""Rows in columns, for fonts of one width, and lines in the room there is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

_GAP: Final = "  "


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each row as a line whose cells begin in the columns of those above."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=False)]
    return [
        _GAP.join(cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]


def columns(text: str) -> int:
    """How many columns a text takes in a font of one width."""
    return sum(map(_columns_of, text))


def fitting(lines: Sequence[str], room: int) -> Sequence[str]:
    """As many of the first lines as there is room for, a line break after each."""
    for count, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return lines[:count]
    return lines


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
