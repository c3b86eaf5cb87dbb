"""What somebody wrote, out of the text of Slack's events, which has markup in angle brackets and three entities.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from adapters.slack.payloads.emoji import drawn
from bot.commands import CommandName, command_spec

_MARKUP: Final = re.compile(r"<([^<>]*)>")
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_CHANNEL: Final = re.compile(r"<#([CG][A-Z0-9]+)\|?>")
_NAMED: Final = ("@", "#", "!")
"""What markup begins with that stands for people, channels and groups."""
_PICTURE: Final = "|".join(
    name
    for option in command_spec(CommandName.CREATE).options
    if option.name == "image"
    for name in (option.name, *option.aliases)
)
_BEFORE_PICTURE: Final = re.compile(
    rf"(?:(?<!\S)(?:--|[—–]{{1,2}})(?:{_PICTURE})(?: ?[=:])?|\b(?:{_PICTURE}):) ?\Z", re.IGNORECASE
)
_BLANKS: Final = " \t"
_AUTOLINKED: Final = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, with a sign in the place of each name: a name chooses nothing, whatever it reads like."""

    signed: str
    names: Mapping[int, str] = field(default_factory=dict)
    has_call: bool = False
    """Whether the bot was called by a mention, which is no part of the words."""

    def shown(self, part: str) -> str:
        """A part of it as it looked to the person who wrote it."""
        return part.translate(self.names)

    def __str__(self) -> str:
        return self.shown(self.signed)


def words_of(
    text: str, *, bot_user: str, names: Mapping[str, str], emoji: Mapping[str, str] = MappingProxyType({})
) -> Words:
    """The text as it looked to the person who wrote it, without the first mention of the bot.

    `names` are people and channels by their ids; of others the name that came along is shown, or else the id. Links are
    their words, but for one that is to be the picture: that is its address. The bot's own name, where it is called
    again, is a word like any other.
    `emoji` is what `emoji_in` found: Slack's text has names in their places.
    """
    uncalled = _without_bot(text, bot_user)
    pieces = _MARKUP.split(uncalled)  # what stood in brackets is at the odd places
    signs, signed = _signs(text), dict[int, str]()

    def sign(name: str) -> str:
        of_it = next(signs)
        signed[ord(of_it)] = name
        return of_it

    def shown(place: int) -> str:
        markup = pieces[place]
        if _BEFORE_PICTURE.search(pieces[place - 1]):
            markup = markup.partition("|")[0]
        is_name = markup[:1] in _NAMED and markup.partition("|")[0] != f"@{bot_user}"
        return sign(_shown(markup, names)) if is_name else _shown(markup, names)

    read = [shown(place) if place % 2 else _unescaped(drawn(piece, emoji)) for place, piece in enumerate(pieces)]
    return Words("".join(read).strip(), signed, has_call=uncalled != text)


def _signs(text: str) -> Iterator[str]:
    """Characters that Unicode keeps for private use, and that nobody has used here."""
    return (sign for sign in map(chr, range(0xF0000, 0xFFFFE)) if sign not in text)


def people_in(text: str, *, bot_user: str) -> tuple[str, ...]:
    """The ids of everybody who is mentioned, without the first mention of the bot; each once, in order."""
    return tuple(dict.fromkeys(_PERSON.findall(_without_bot(text, bot_user))))


def channels_in(text: str) -> tuple[str, ...]:
    """The ids of all channels that came without their names; each once, in order."""
    return tuple(dict.fromkeys(_CHANNEL.findall(text)))


def _without_bot(text: str, bot_user: str) -> str:
    """Without the first mention: one blank is left of those around it, and at the start no colon, either.

    At the start, whoever calls twice means it once.
    """
    mention = re.search(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>", text)
    if mention is None:
        return text
    before, after = text[: mention.start()], text[mention.end() :]
    if not before.strip():
        rest = after.lstrip(":, \t")
        while rest.startswith(mention[0]):
            rest = rest.removeprefix(mention[0]).lstrip(":, \t")
        return rest
    # The blanks are no part of the pattern: it would be tried at each of them, which takes seconds for a long row.
    near, far = before.rstrip(_BLANKS), after.lstrip(_BLANKS)
    is_edge = near.endswith("\n") or far[:1] in ("", *",.;:!?\n")
    return f"{near}{far}" if is_edge or (near, far) == (before, after) else f"{near} {far}"


def _shown(markup: str, names: Mapping[str, str]) -> str:
    target, _, label = (_unescaped(part) for part in markup.partition("|"))
    match target[:1]:
        case "@":
            return f"@{names.get(target[1:]) or label or target[1:]}"
        case "#":
            return f"#{label or names.get(target[1:]) or target[1:]}"
        case "!":
            return _special(target[1:], label)
        case _:
            return _address(target, label)


def _special(target: str, label: str) -> str:
    """A call of many, whose label may begin with `@` already, or a date with the words that stand for it."""
    if target.startswith("date^"):
        return label
    return f"@{(label or target.partition('^')[2] or target).removeprefix('@')}"


def _address(target: str, label: str) -> str:
    """The words of a link to a page, and what was written where Slack made the link by itself; else the address."""
    is_own = any(target == f"{scheme}{label}" for scheme in _AUTOLINKED)
    is_page = target.startswith(("http://", "https://")) and label.strip()
    return label if is_own or is_page else target.removeprefix("mailto:").removeprefix("tel:")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
