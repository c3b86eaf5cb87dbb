"""What Discord would do with a text: a reading of its rules of our own, and text that tries to use them."""

from __future__ import annotations

import re
from typing import Final

from hypothesis import strategies as st

ESCAPE: Final = re.compile(r"\\([^A-Za-z0-9\s])")
UNSEEN: Final = "\u200b"
NEUTRAL: Final = "\ue000"

CLIENT: Final = {
    "emphasis, code, a spoiler or angle brackets": r"[*_~|`<>]",
    "a masked link": r"\[[^\]]*\]",
    "a heading": r"^\s*#{1,3}\s",
    "small print": r"^\s*-#",
    "a list": r"^\s*([-*+]|[0-9]+\.)\s",
    "a link": r"[a-z][a-z0-9+.-]*:/",
    "an invitation": r"discord(app)?\.[a-z]+/",
    "an emoji by name": rf":[^\s:{NEUTRAL}]+:",
}
SERVER: Final = {
    "a person": r"<@!?[0-9]+>",
    "a role": r"<@&[0-9]+>",
    "a channel": r"<#[0-9]+>",
    "everybody": r"@(everyone|here)",
    "an emoji": r"<a?:\w+:[0-9]+>",
    "a time": r"<t:-?[0-9]+(:[tTdDfFR])?>",
    "a command": r"</[^>]+:[0-9]+>",
    "a place in the guild": r"<id:\w+>",
    "a link": r"(https?|steam)://",
    "an invitation": r"discord(app)?\.(gg|com)/",
}

TRICKS: Final = (
    *("*", "**", "_", "__", "~~", "||", "`", "```", "\\", "[", "](", ")", "<", ">", "@", ":", "/", ".", "-", "#", "1."),
    *("> ", ">>> ", "# ", "### ", "-# ", "- ", "* ", "+ ", "1. ", "  - ", "\n", "\n\n", "\r\n", "\u2028", " ", "\t"),
    *("@everyone", "@here", "@EVERYONE", "<@80351110224678912>", "<@!80351110224678912>", "<@&165511591545143296>"),
    *("<#103735883630395392>", "<id:customize>", "</sora create:816437322781949972>", "<t:1700000000:R>"),
    *("<a:party:41771983429993937>", ":smile:", "https://evil.example/a_b", "steam://run", "discord.gg/abc"),
    *("[here](https://evil.example)", "<https://evil.example>", "discord.com/invite/abc", "¯\\_(ツ)_/¯", "```py\nx```"),
    *("a", "Kite", "7", "é", "ツ", "👩\u200d🚀", UNSEEN, "\u202e", "\x00", "\ud800", "\ufeff", "\u3000"),
)

tricky_text: Final = st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=5)), max_size=25).map("".join)


def read(text: str) -> str:
    """What a person sees of a text in which nothing but escapes is left to do."""
    return ESCAPE.sub(r"\1", text).replace(UNSEEN, "")


def found_in(text: str) -> list[str]:
    """What a text would do at Discord, beside showing itself."""
    shown = ESCAPE.sub(NEUTRAL, text)
    by_clients = [name for name, rule in CLIENT.items() if re.search(rule, shown, re.MULTILINE | re.IGNORECASE)]
    by_server = [name for name, rule in SERVER.items() if re.search(rule, text, re.IGNORECASE)]
    return by_clients + by_server
