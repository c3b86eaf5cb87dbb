"""What Slack takes in one message or view, and the check that ours keep to it.

https://docs.slack.dev/reference/block-kit/blocks; the sum of all texts is nowhere documented, and messages of about
12,000 characters were refused (https://github.com/slackapi/bolt-js/issues/2509).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100

TEXTS: Final = 9000
"""Characters of all texts of a message together."""

SECTION: Final = 3000
HEADER: Final = 150
CONTEXT: Final = 10
ACTIONS: Final = 25
LABEL: Final = 75
URL: Final = 3000
ID: Final = 255
TITLE: Final = 24
"""Characters of a modal's title and of its two buttons."""

METADATA: Final = 3000
ENTRY: Final = 3000
"""Characters that people can write into one field."""

PLACEHOLDER: Final = 150
OPTIONS: Final = 100
OPTION_VALUE: Final = 150

_TEXT_OF: Final = {"header": HEADER, "section": SECTION, "button": LABEL}
_MOST_OF: Final = {"context": CONTEXT, "actions": ACTIONS}


def within_limits(blocks: list[dict[str, Any]], *, most: int = BLOCKS) -> list[dict[str, Any]]:
    """The same blocks. Some that Slack would refuse are a bug of ours: `AssertionError` says which limit."""
    things = list(_all(blocks))
    assert 0 < len(blocks) <= most, f"{len(blocks)} blocks"
    assert all(thing["text"] for thing in things if isinstance(thing.get("text"), str)), "an empty text"
    assert all(_has_room(thing) for thing in things), "a text that is too long, or too many elements"
    assert all(len(thing.get("url") or "") <= URL for thing in things), "a link"
    for name in ("block_id", "action_id"):
        ids = [thing[name] for thing in things if name in thing]
        assert all(0 < len(each) <= ID for each in ids), f"a {name}"
        assert len(set(ids)) == len(ids), f"a {name} twice"
    assert most != BLOCKS or _length(things) <= TEXTS, f"{_length(things)} characters"
    return blocks


def _has_room(thing: Mapping[str, Any]) -> bool:
    kind = str(thing.get("type"))
    text = thing["text"]["text"] if isinstance(thing.get("text"), dict) else ""
    return len(text) <= _TEXT_OF.get(kind, SECTION) and len(thing.get("elements", ())) <= _MOST_OF.get(kind, 10_000)


def _length(things: Sequence[Mapping[str, Any]]) -> int:
    return sum(len(thing["text"]) for thing in things if isinstance(thing.get("text"), str))


def _all(value: object) -> Iterator[Mapping[str, Any]]:
    """Every object in there, the outer ones first."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        yield from _all(part)
