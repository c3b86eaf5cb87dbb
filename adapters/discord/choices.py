"""Choices as Discord takes them: at most 25, each with a label of its own, of at most 100 characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from adapters.wording import one_line, shorten
from bot.commands import Choice

MAX_CHOICES: Final = 25
_LONGEST: Final = 100
_ROOM: Final = 900
"""Characters for the choices of one option: a command may have 8,000, and the same options come in two subcommands."""


def can_be_listed(choices: Sequence[Choice]) -> bool:
    """Whether these can be part of a command's definition; else they are suggested while people type."""
    fit = fitting(choices)
    length = sum(len(choice.label) + len(choice.value) for choice in fit)
    return 0 < len(choices) == len(fit) <= MAX_CHOICES and length <= _ROOM


def fitting(choices: Sequence[Choice]) -> list[Choice]:
    """The choices whose values can be given, with labels that can be shown and told apart."""
    short = [_shown(choice) for choice in choices if len(choice.value) <= _LONGEST]
    seen = Counter(choice.label for choice in short)
    return [choice if seen[choice.label] == 1 else _by_value(choice) for choice in short]


def _shown(choice: Choice) -> Choice:
    return Choice(shorten(one_line(choice.label), _LONGEST) or choice.value, choice.value)


def _by_value(choice: Choice) -> Choice:
    """One of several with the same label: its value is what sets it apart."""
    room = _LONGEST - len(choice.value) - len(" ()")
    return Choice(f"{shorten(choice.label, room)} ({choice.value})" if room > 1 else choice.value, choice.value)
