"""The pieces that messages and views are built of: rich text, whose texts Slack takes literally, and plain labels.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from adapters.links import address
from adapters.slack.blocks import limits
from adapters.wording import one_line, readable, shorten

Json = dict[str, Any]

_NOTHING: Final = "–"


def rich_text(*parts: Json, block_id: str | None = None) -> Json:
    """A block of sections, quotes, lists and preformatted texts; at least one."""
    block: Json = {"type": "rich_text", "elements": list(parts)}
    return block if block_id is None else {**block, "block_id": block_id}


def section(*elements: Json) -> Json:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": _there(elements)}


def quote(*elements: Json) -> Json:
    """A paragraph behind a line."""
    return {"type": "rich_text_quote", "elements": _there(elements)}


def preformatted(text: str) -> Json:
    """Lines in a font of one width."""
    return {"type": "rich_text_preformatted", "elements": _there([words(text)])}


def bullets(items: Iterable[Iterable[Json]]) -> Json:
    """A list, each item made of elements."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(*item) for item in items]}


def words(text: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Json:
    """Text that does nothing, whatever stands in it."""
    return _styled({"type": "text", "text": readable(text)}, bold=bold, italic=italic, code=code)


def link(url: str, text: str, *, bold: bool = False) -> Json:
    """Words that lead to a web address."""
    shown = readable(text)
    element: Json = {"type": "link", "url": address(url)}
    return _styled({**element, "text": shown} if shown.strip() else element, bold=bold)


def user(user_id: str) -> Json:
    """A person, called by name and told about it."""
    return {"type": "user", "user_id": user_id}


def emoji(name: str) -> Json:
    """One of Slack's own emoji."""
    return {"type": "emoji", "name": name}


def moment(when: datetime, shown: str) -> Json:
    """A moment in the reader's own clock; `shown` is a text with tokens such as `{time}` or `{ago}`.

    https://docs.slack.dev/reference/block-kit/block-elements/date-element
    """
    fallback = f"{when.astimezone(UTC):%H:%M} UTC"
    return {"type": "date", "timestamp": int(when.timestamp()), "format": shown, "fallback": fallback}


def plain(text: str, limit: int) -> Json:
    """A text object without any markup, not even names of emoji."""
    return {"type": "plain_text", "text": shorten(readable(text), limit), "emoji": False}


def label(text: str, limit: int, otherwise: str = _NOTHING) -> Json:
    """The same on one line; `otherwise` where nothing is left of it, since Slack refuses empty ones."""
    return plain(one_line(text) or otherwise, limit)


def header(text: str) -> Json:
    """A heading."""
    return {"type": "header", "text": label(text, limits.HEADER)}


def _there(elements: Iterable[Json]) -> list[Json]:
    """Without texts that are empty: Slack refuses the whole message for one, and for a part with nothing in it."""
    return [element for element in elements if element.get("text") != ""] or [words(_NOTHING)]


def _styled(element: Json, **style: bool) -> Json:
    chosen = {name: True for name, is_on in style.items() if is_on}
    return {**element, "style": chosen} if chosen else element
