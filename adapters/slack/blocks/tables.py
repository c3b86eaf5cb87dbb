"""Tables as rich text: aligned where they are narrow, and else a list, since phones break long lines anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.columns import aligned, columns, fitting
from adapters.slack.blocks.buttons import may_be_button
from adapters.slack.blocks.rich import Json, bullets, link, preformatted, rich_text, section, words
from adapters.wording import one_line, shorten
from bot import texts
from bot.domain.chat import Link, Table

WIDEST: Final = 60
ROOM: Final = 3500
"""Characters that a table takes at most, its frame not counted."""

_MOST_ROWS: Final = 40
_CELL: Final = 150

Row = Sequence[str]


def table_blocks(table: Table, *, room: int = ROOM) -> list[Json]:
    """The table in one block, with a line that says how many rows had no room; nothing without rows."""
    rows = [_cells(row) for row in table.rows]
    if not rows:
        return []
    head, *lines = aligned([_cells(table.headings), *rows])
    if not any(table.links) and max(map(columns, (head, *lines))) <= WIDEST:
        kept = fitting(lines, room - len(head))
        shown = [preformatted("\n".join((head, *kept)))] if kept else []
        return [rich_text(*shown, *_more(len(rows) - len(kept)))]
    return [rich_text(*_list(table, rows, room))]


def _list(table: Table, rows: Sequence[Row], room: int) -> list[Json]:
    links = (*table.links, *[None] * len(rows))
    items = [_listed(table.headings, row, url) for row, url in zip(rows[:_MOST_ROWS], links, strict=False)]
    kept = items[: len(fitting(["".join(element["text"] for element in item) for item in items], room))]
    return [*([bullets(kept)] if kept else []), *_more(len(rows) - len(kept))]


def _listed(headings: Row, row: Row, url: str | None) -> list[Json]:
    """**First cell** · heading cell · heading cell; in a table of two columns the second needs no heading."""
    first, *others = row
    leads = url is not None and may_be_button(Link(first, url))
    head = link(url, first or "–", bold=True) if leads and url else words(first or "–", bold=True)
    if len(others) == 1:
        return [head, words(f" – {others[0]}")] if others[0] else [head]
    named = zip(headings[1:], others, strict=False)
    return [head, words("".join(f" · {heading.lower()} {cell}" for heading, cell in named if cell))]


def _cells(row: Row) -> list[str]:
    return [shorten(one_line(cell), _CELL) for cell in row]


def _more(count: int) -> list[Json]:
    return [section(words(texts.more_like_these(count), italic=True))] if count else []
