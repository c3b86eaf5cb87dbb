"""People's text inside our messages: it reads as they wrote it, and does nothing.

To Discord's clients a backslash before anything but letters, digits and blanks means "just this character". Discord
itself looks for mentions in what we send, backslashes and all: since every `<`, `@` and `>` gets its own, none is left.
"""

from __future__ import annotations

import re
from typing import Final

from adapters.wording import beginning, readable

_UNSEEN_SPACE: Final = "\u200b"

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
    start = beginning(text, limit=limit, lines=lines)
    return "\n".join(f"> {line}" for line in plain(start).split("\n")) if start else ""


def _apart(text: str) -> str:
    """Something unseen between `@` and the words that call everybody: the last guard, should a backslash not count."""
    return _EVERYBODY.sub(f"@{_UNSEEN_SPACE}", text)
