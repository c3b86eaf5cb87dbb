"""What Slack takes in rich texts. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tests.slack.text_rules import additional, count, objects
from tests.slack.told import Json

MOST: Final = 1000
STYLES: Final = {"bold", "italic", "strike", "code", "highlight", "client_highlight", "unlink", "underline"}

NEEDED: Final[Mapping[str, tuple[str, type]]] = {
    "text": ("text", str),
    "link": ("url", str),
    "emoji": ("name", str),
    "user": ("user_id", str),
    "channel": ("channel_id", str),
    "usergroup": ("usergroup_id", str),
    "broadcast": ("range", str),
    "color": ("value", str),
    "date": ("timestamp", int),
}
"""What each element needs most."""

PARTS: Final = {
    "rich_text_section": {"type", "elements"},
    "rich_text_list": {"type", "elements", "style", "indent", "offset", "border"},
    "rich_text_preformatted": {"type", "elements", "border", "language"},
    "rich_text_quote": {"type", "elements", "border"},
}


def rich_problems(block: Json) -> Iterator[str]:
    """Why Slack would refuse this rich text."""
    yield from count("rich_text", block.get("elements"), MOST)
    for part in objects(block.get("elements")):
        kind = str(part.get("type"))
        if kind not in PARTS:
            yield f"no {kind} in rich_text"
            continue
        yield from additional(kind, part, PARTS[kind])
        yield from count(kind, part.get("elements"), MOST)
        yield from _list(part) if kind == "rich_text_list" else _inline(part)


def _list(part: Json) -> Iterator[str]:
    if part.get("style") not in ("bullet", "ordered"):
        yield f"a list of style {part.get('style')}"
    if not 0 <= part.get("indent", 0) <= 8:
        yield f"a list with indent {part['indent']}"
    for item in objects(part.get("elements")):
        if item.get("type") != "rich_text_section":
            yield f"a {item.get('type')} in a list"
        yield from count("an item", item.get("elements"), MOST)
        yield from _inline(item)


def _inline(part: Json) -> Iterator[str]:
    for element in objects(part.get("elements")):
        kind = str(element.get("type"))
        if part["type"] == "rich_text_preformatted" and kind not in ("text", "link"):
            yield f"a {kind} in preformatted text"
        yield from _element(kind, element)


def _element(kind: str, element: Json) -> Iterator[str]:
    if kind not in NEEDED:
        yield f"no {kind} in rich text"
        return
    name, needed = NEEDED[kind]
    if not isinstance(element.get(name), needed) or element[name] == "":
        yield f"a {kind} without {name}"
    if kind == "link" and (element.get("text") == "" or not str(element.get("url")).startswith(("http", "mailto:"))):
        yield "a link without address or text"
    if kind == "date" and not element.get("format"):
        yield "a date without format"
    yield from additional(f"the style of a {kind}", element.get("style") or {}, STYLES)
