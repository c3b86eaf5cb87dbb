"""A prompt that is longer than a field takes, over several fields, and together again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from adapters.slack.blocks.limits import ENTRY

MOST: Final = 40
"""Fields for one prompt: more than any model takes."""

PROMPT: Final = "prompt"

_BLANKS: Final = re.compile(r"\s+")
_LONGEST_JOINT: Final = 4


def spread(prompt: str) -> tuple[list[str], tuple[str, ...]]:
    """The pieces, each as long as a field takes, and the blanks between them, which might not survive in a field."""
    pieces: list[str] = []
    joints: list[str] = []
    rest = prompt
    while len(pieces) < MOST - 1 and len(rest) > (room := _room(rest)):
        start, end = _cut(rest, room)
        pieces.append(rest[:start])
        joints.append(rest[start:end])
        rest = rest[end:]
    return [*pieces, rest], tuple(joints)


def field_name(place: int) -> str:
    """The name of the field for one piece: `prompt`, `prompt_2`, `prompt_3`."""
    return f"{PROMPT}_{place + 1}" if place else PROMPT


def joined(values: Mapping[str, str], joints: Sequence[str]) -> str:
    """The prompt out of its fields; those that were emptied leave nothing behind."""
    prompt = ""
    for place in range(MOST):
        piece = values.get(field_name(place), "")
        joint = joints[place - 1] if prompt and 0 < place <= len(joints) else ""
        prompt += f"{joint}{piece}" if piece else ""
    return prompt


def _room(text: str) -> int:
    """How many characters fit: a browser counts the units of UTF-16."""
    return len(text.encode("utf-16-le", "replace")[: 2 * ENTRY].decode("utf-16-le", "ignore"))


def _cut(text: str, room: int) -> tuple[int, int]:
    """Where a piece ends and where the next begins: around the last blanks that are few, or else within a word."""
    blanks = [(found.start(), found.end()) for found in _BLANKS.finditer(text[: room + _LONGEST_JOINT + 1])]
    few = [span for span in blanks if 0 < span[0] <= room and span[1] - span[0] <= _LONGEST_JOINT]
    return few[-1] if few else (room, room)
