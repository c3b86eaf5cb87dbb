"""What somebody types, as Slack has it: text with its markup, and the same as rich text.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from tests.slack.told import Json

EMOJI: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"🪁": ("kite", "1fa81"), "🎬": ("clapper", "1f3ac"), "👋": ("wave", "1f44b"), "🔥": ("fire", "1f525")}
)
"""The emoji that people here know; Slack's text has their names."""

_PIECES: Final = re.compile(
    r"(?P<user><@(?P<user_id>[UW][A-Z0-9]+)>)|(?P<channel><#(?P<channel_id>[CG][A-Z0-9]+)>)"
    r"|(?P<range><!(?P<range_name>here|channel|everyone)>)|(?P<link>https?://[^\s<>]+)|(?P<emoji>["
    + "".join(EMOJI)
    + "])"
)


def text_of(typed: str) -> str:
    """The text of a message; mentions are typed as `<@U…>`, as they are sent."""
    return "".join(_text(element) for element in elements_of(typed))


def blocks_of(typed: str, block_id: str) -> list[Json]:
    """The blocks of a message."""
    section = {"type": "rich_text_section", "elements": list(elements_of(typed))}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}] if typed else []


def escaped(text: str) -> str:
    """The three signs that mean something in Slack's texts, as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def elements_of(typed: str) -> Iterator[Json]:
    """The elements of a rich text."""
    done = 0
    for found in _PIECES.finditer(typed):
        if found.start() > done:
            yield {"type": "text", "text": typed[done : found.start()]}
        yield _element(found)
        done = found.end()
    if done < len(typed):
        yield {"type": "text", "text": typed[done:]}


def _element(found: re.Match[str]) -> Json:
    match found.lastgroup:
        case "user":
            return {"type": "user", "user_id": found["user_id"]}
        case "channel":
            return {"type": "channel", "channel_id": found["channel_id"]}
        case "range":
            return {"type": "broadcast", "range": found["range_name"]}
        case "link":
            return {"type": "link", "url": found["link"]}
        case _:
            name, code = EMOJI[found["emoji"]]
            return {"type": "emoji", "name": name, "unicode": code}


def _text(element: Json) -> str:
    match element["type"]:
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}|>"
        case "broadcast":
            return f"<!{element['range']}>"
        case "link":
            return f"<{escaped(element['url'])}>"
        case "emoji":
            return f":{element['name']}:"
        case _:
            return escaped(element["text"])
