"""Addresses as chats take them."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"


def address(url: str) -> str:
    """The address without a blank or bracket, so that it ends where it ends."""
    return quote(url, safe=_KEPT)


def is_public(url: str, longest: int) -> bool:
    """Whether it leads to the web, at a host with a dot in its name, in at most `longest` characters.

    Chats refuse a whole message for a button that leads to `localhost`.
    """
    whole = address(url)
    try:
        parts = urlsplit(whole)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(whole) <= longest
