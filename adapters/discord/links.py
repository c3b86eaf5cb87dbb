"""Addresses in messages: behind a button where Discord takes them there, and written out where it does not."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from discord import ui

from adapters.discord import limits
from adapters.discord.escaping import plain
from adapters.links import address, is_public
from adapters.wording import one_line, shorten
from bot import texts
from bot.domain.chat import Link

_MASKED: Final = "#%&/:;=?@~+,"
_LABEL: Final = 100


def may_be_button(link: Link) -> bool:
    """Discord refuses a whole message for an address without a dot in its host, such as `localhost`."""
    return is_public(link.url, limits.BUTTON_LINK)


def link_button(link: Link) -> ui.Button[Any]:
    """The link as a button."""
    return ui.Button(label=shorten(one_line(link.label), limits.LABEL) or texts.open_link(), url=address(link.url))


def in_words(link: Link) -> str:
    """The label and the address."""
    return f"{plain(shorten(one_line(link.label), _LABEL))}: {in_brackets(link)}"


def in_brackets(link: Link) -> str:
    """The address alone; the brackets end it, and keep it from being unfolded."""
    return f"<{address(link.url)}>"


def masked(words: str, url: str) -> str:
    """Words, escaped already, that lead to the address."""
    return f"[{words}]({quote(url, safe=_MASKED)})"
