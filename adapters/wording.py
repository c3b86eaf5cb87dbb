"""People's words as every chat shows them: readable, on one line, and no longer than there is room for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
_SKIN_TONES: Final = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_LONGEST_CLUSTER: Final = 32

_LINE_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters; those that turn the direction of what follows, our words included; halves of characters.
_DROPPED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def readable(text: str) -> str:
    """The text without what nobody can see or no platform takes, its lines broken in one way."""
    return _DROPPED.sub("", _LINE_BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """The text with every run of blanks and line breaks as one blank."""
    return " ".join(readable(text).split())


def shorten(text: str, limit: int) -> str:
    """The beginning of a text in at most `limit` characters; no letter loses its accent, and no emoji a part."""
    if len(text) <= limit:
        return text
    end = limit - 1
    whole = (place for place in range(end, max(0, end - _LONGEST_CLUSTER), -1) if not _is_inside(text, place))
    return text[: next(whole, end)].rstrip() + "…"


def beginning(text: str, *, limit: int, lines: int = 6) -> str:
    """The first lines that are not blank, in at most `limit` characters; empty where there is none."""
    written = [line for line in readable(text).split("\n") if line.strip()]
    return shorten("\n".join(written[:lines]) + ("…" if len(written) > lines else ""), limit)


def _is_inside(text: str, place: int) -> bool:
    """Whether a cut there would go through what people see as one character."""
    after = text[place]
    return (
        text[place - 1] == _JOINER
        or after == _JOINER
        or after in _SKIN_TONES
        or unicodedata.category(after).startswith("M")
    )
