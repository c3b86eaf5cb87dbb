"""Tables as text: aligned where they are narrow, and else a list, since phones break long lines of code anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.columns import aligned, columns, fitting
from adapters.discord.escaping import in_code, plain
from adapters.discord.links import masked
from adapters.wording import one_line, shorten
from bot import texts
from bot.domain.chat import Table

WIDEST: Final = 60
_CELL: Final = 120
_FENCE: Final = "```"
_FRAME: Final = 40
"""Room for the fences and the line about what was left out."""

Row = Sequence[str]


def table_text(table: Table, room: int) -> str:
    """The table in at most `room` characters, with a line that says how many rows had no room; empty without rows."""
    if any(table.links):
        return in_room(_linked(table), room)
    rows = [_cells(row) for row in table.rows]
    if not rows:
        return ""
    head, *lines = aligned([[in_code(cell) for cell in row] for row in (table.headings, *rows)])
    if max(map(columns, (head, *lines))) > WIDEST:
        return in_room([_listed(table.headings, row) for row in rows], room)
    kept = fitting(lines, room - _FRAME - len(head))
    return _joined(_FENCE, head, *kept, _FENCE, more=len(lines) - len(kept))


def _linked(table: Table) -> Sequence[str]:
    """The rows as a list, each with its head leading to where it belongs: no link works in a block of code."""
    links = (*table.links, *[None] * len(table.rows))
    return [_listed(table.headings, _cells(row), link) for row, link in zip(table.rows, links, strict=False)]


def _cells(row: Row) -> Row:
    return [shorten(one_line(cell), _CELL) for cell in row]


def in_room(lines: Sequence[str], room: int) -> str:
    """The first of the lines, in at most `room` characters, with one more that says how many were left out."""
    kept = fitting(lines, room - _FRAME)
    return _joined(*kept, more=len(lines) - len(kept))


def _listed(headings: Row, row: Row, link: str | None = None) -> str:
    """`- **first cell** · heading cell · heading cell`; in a table of two columns the second needs no heading."""
    first, *others = row
    name = plain(first) or "–"
    head = f"- **{name if link is None else masked(name, link)}**"
    if len(others) == 1:
        return f"{head} – {plain(others[0])}" if others[0] else head
    named = zip(headings[1:], others, strict=False)
    return " · ".join((head, *(plain(f"{heading.lower()} {cell}") for heading, cell in named if cell)))


def _joined(*lines: str, more: int) -> str:
    return "\n".join((*lines, f"-# {texts.more_like_these(more)}") if more else lines)
