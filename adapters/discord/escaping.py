"""People's text inside our messages: it reads as they wrote it, and does nothing.

To Discord's clients a backslash before anything but letters, digits and blanks means "just this character". Discord
itself looks for mentions in what we send, backslashes and all: since every `<`, `@` and `>` gets its own, none is left.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSEEN_SPACE: Final = "\u200b"
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_LONGEST_CLUSTER: Final = 32

_LINE_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters; those that turn the direction of what follows, our words included; halves of characters.
_DROPPED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_ANYWHERE: Final = re.compile(
    r"""
    [\\`*_~|<>\[\]@]            # emphasis, code, spoilers, masked links, and all that stands in angle brackets
  | : (?= / | [^\s:]+: )        # https://, and :smile:
  | \. (?= [A-Za-z]{2,}/ )      # discord.gg/…, an invitation even without https://
    """,
    re.VERBOSE,
)
_LINE_START: Final = re.compile(r"^([^\S\n]*)([-+#])", re.MULTILINE)  # lists, headings, small print
_NUMBERED: Final = re.compile(r"^([^\S\n]*[0-9]+)\.", re.MULTILINE)
_EVERYBODY: Final = re.compile(r"@(?=everyone|here)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text as Markdown that shows just this text. At most twice as long."""
    text = _ANYWHERE.sub(r"\\\g<0>", readable(text))
    text = _LINE_START.sub(r"\1\\\2", text)
    return _apart(_NUMBERED.sub(r"\1\\.", text))


def in_code(text: str) -> str:
    """The text for the inside of a code block, where no backslash helps. At most twice as long."""
    return _apart(re.sub("`(?=`)", f"`{_UNSEEN_SPACE}", readable(text)))


def quoted(text: str, *, limit: int, lines: int = 6) -> str:
    """The beginning of a text as a quote; empty for an empty text. At most `2 * limit + 2 * lines` long."""
    written = [line for line in readable(text).split("\n") if line.strip()]
    start = "\n".join(written[:lines]) + ("…" if len(written) > lines else "")
    return "\n".join(f"> {line}" for line in plain(shorten(start, limit)).split("\n")) if written else ""


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


def readable(text: str) -> str:
    """The text without what nobody can see or Discord does not take, its lines broken in one way."""
    return _DROPPED.sub("", _LINE_BREAKS.sub("\n", text))


def _apart(text: str) -> str:
    """Something unseen between `@` and the words that call everybody: the last guard, should a backslash not count."""
    return _EVERYBODY.sub(f"@{_UNSEEN_SPACE}", text)


def _is_inside(text: str, place: int) -> bool:
    """Whether a cut there would go through what people see as one character."""
    after = text[place]
    return (
        text[place - 1] == _JOINER
        or after == _JOINER
        or after in _SKIN_TONES
        or unicodedata.category(after).startswith("M")
    )
