"""Text to command."""

from __future__ import annotations

from bot.commands import Command, Create, Problem, ProblemKind, Queue
from bot.domain.catalogue import Catalogue
from bot.grammar.resolve import resolve


def parse(text: str, catalogue: Catalogue) -> Command | Problem:
    """What the text asks for, or the one thing to put right."""
    if text.strip() == "queue":
        return Queue()
    create = Create(prompt=text.strip().removeprefix("create ").strip())
    checked = resolve(create, catalogue)
    return checked if isinstance(checked, Problem) else create if create.prompt else Problem(kind=ProblemKind.NO_PROMPT)
