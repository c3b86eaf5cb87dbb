"""Makes the vendor's words fit to be kept: short, on one line, and without anything that is not ours to repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 200
_QUOTE: Final = 12  # characters in a row that make a quotation
_ADDRESS: Final = re.compile(r"\w+://\S+")  # may hold a signature, ours or the vendor's


def safe_detail(text: str, hidden: Iterable[str]) -> str:
    """At most 200 characters of `text` without addresses, or nothing where it quotes one of the hidden texts.

    A quotation is the whole of a hidden text, or twelve characters of it in a row, in any case and spacing. What
    comes before the first colon is kept then, if it quotes nothing itself: `NSFW_DETECTED: …`.
    """
    secrets = [plain for plain in map(_plain, hidden) if plain]
    line = _ADDRESS.sub("…", " ".join(text[: 4 * LONGEST].split()))
    short = "".join(char if char.isprintable() else " " for char in line)[:LONGEST]
    for candidate in (short, short.partition(":")[0]):
        if not any(_quotes(_plain(candidate), secret) for secret in secrets):
            return candidate
    return ""


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _quotes(text: str, secret: str) -> bool:
    if len(secret) <= _QUOTE:
        return secret in text
    return any(text[start : start + _QUOTE] in secret for start in range(len(text) - _QUOTE + 1))
