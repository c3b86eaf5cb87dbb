"""Texts, counts and names in blocks, by Slack's limits. https://docs.slack.dev/reference/block-kit/composition-objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.slack.told import Json

TEXT_KEYS: Final = {"mrkdwn": {"type", "text", "verbatim"}, "plain_text": {"type", "text", "emoji"}}


def text(name: str, value: Any, most: int) -> Iterator[str]:
    """A text that may be marked up."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in TEXT_KEYS or not isinstance(value.get("text"), str):
        yield f"{name} is no text"
        return
    yield from additional(name, value, TEXT_KEYS[kind])
    if not 1 <= len(value["text"]) <= most:
        yield f"{name} of {len(value['text'])} characters, not 1 to {most}"


def plain(name: str, value: Any, most: int) -> Iterator[str]:
    """A text that is taken literally."""
    if not isinstance(value, dict) or value.get("type") != "plain_text":
        yield f"{name} is no plain_text"
        return
    yield from text(name, value, most)


def within(name: str, value: Any, most: int) -> Iterator[str]:
    """A string that is not too long; one that is not there is None."""
    if value is not None and not isinstance(value, str):
        yield f"{name} is no string"
    elif value is not None and len(value) > most:
        yield f"{name} of {len(value)} characters, not up to {most}"


def count(name: str, parts: Any, most: int, least: int = 1) -> Iterator[str]:
    """A list that is neither too short nor too long, of objects."""
    if not isinstance(parts, list) or not least <= len(parts) <= most:
        yield f"{name} with {len(parts or ())} parts, not {least} to {most}"
    elif not all(isinstance(part, dict) for part in parts):
        yield f"{name} with parts that are no objects"


def additional(name: str, value: Json, known: set[str]) -> Iterator[str]:
    """What Slack does not know, it refuses."""
    for key in sorted(set(value) - known):
        yield f"invalid additional property: {key} in {name}"


def objects(parts: Any) -> list[Json]:
    """Those of a list that can be looked into."""
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def everything(value: Any) -> Iterator[Json]:
    """Each object inside, whatever it is."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from everything(part)
    elif isinstance(value, list):
        for part in value:
            yield from everything(part)
