"""From what people write to commands, and from a command to the offer that makes the video. Pure."""

from bot.commands.problem import Problem, ProblemKind
from bot.grammar.compose import compose_prompt
from bot.grammar.form import from_options, to_history
from bot.grammar.parse import parse
from bot.grammar.remix import again, remix
from bot.grammar.resolve import Resolved, resolve

__all__ = [
    "Problem",
    "ProblemKind",
    "Resolved",
    "again",
    "compose_prompt",
    "from_options",
    "parse",
    "remix",
    "resolve",
    "to_history",
]
