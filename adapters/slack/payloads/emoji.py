"""Emoji in what people write: Slack's texts have names in their places, and its blocks know the characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_CODES: Final = re.compile("[0-9a-f]{1,5}(-[0-9a-f]{1,5})*")


def emoji_in(message: object) -> dict[str, str]:
    """The emoji in a message's or event's blocks, by the names that its text has for them, such as `:kite:`."""
    found = _emoji(message) if isinstance(message, dict) else {}
    inner = message.values() if isinstance(message, dict) else message if isinstance(message, list) else ()
    for part in inner:
        found |= emoji_in(part)
    return found


def drawn(text: str, emoji: Mapping[str, str]) -> str:
    """The text with emoji for their names, those with a colour of skin first: their names begin like those without."""
    for name in sorted(emoji, key=len, reverse=True):
        text = text.replace(name, emoji[name])
    return text


def _emoji(element: Mapping[str, Any]) -> dict[str, str]:
    """The one that an element is, if any; a workspace's own have no code."""
    codes = str(element.get("unicode"))
    if element.get("type") != "emoji" or not _CODES.fullmatch(codes):
        return {}
    tone = f":skin-tone-{element['skin_tone']}:" if element.get("skin_tone") else ""
    return {f":{element.get('name')}:{tone}": "".join(chr(int(code, 16)) for code in codes.split("-"))}
