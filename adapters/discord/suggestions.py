"""What people are offered while they type in an option. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from adapters.discord.choices import MAX_CHOICES, fitting
from bot.commands import (
    Choice,
    ChoiceSource,
    CommandName,
    Option,
    OptionKind,
    Problem,
    SizeWish,
    choices_for,
    command_spec,
)
from bot.domain.catalogue import Catalogue
from bot.domain.job import CANCELLABLE
from bot.domain.video import ModelName
from bot.grammar.forms import Value, merged
from bot.grammar.nearest import QUOTED, shortened
from bot.grammar.values import OPTIONS, read_value
from bot.texts import status_word

_Meaning = Callable[[str], Value | None]
_LIKE: Final = 0.6
"""From here on, of 1 for the same, a word may be meant."""
_BY_MODEL: Final = (ChoiceSource.SIZES, ChoiceSource.SECONDS)
_TO_CANCEL: Final = frozenset(status_word(status) for status in CANCELLABLE)


@dataclass(frozen=True, slots=True)
class JobHint:
    """One of the person's own jobs. `status` is the word of `bot.texts.status_word`."""

    id: str
    prompt: str
    status: str


def suggest(  # noqa: PLR0917 - what the platform tells, then what we know
    command: CommandName,
    option: str,
    typed: str,
    others: Mapping[str, object],
    catalogue: Catalogue,
    jobs: Sequence[JobHint] = (),
) -> list[Choice]:
    """At most 25 choices, best first: what is meant, what begins so, what has it inside, what looks like it.

    `others` are the values of the other options: sizes and lengths are those of the model named there. Without one they
    are those of the model people get by itself, then those that need another, whose name they carry. `jobs` are the
    person's own, in the order they are offered in; a finished one is not offered for `cancel`.
    """
    found = next((one for one in command_spec(command).options if one.name == option), None)
    if found is None:
        return []
    if found.kind is OptionKind.JOB:
        return _best(_jobs(command, jobs), typed, lambda _: None)
    candidates = _candidates(command, found, catalogue, _model(others.get("model"), catalogue))
    return _best(candidates, typed, _grammar(found, catalogue))


def _jobs(command: CommandName, jobs: Sequence[JobHint]) -> list[Choice]:
    fit = [job for job in jobs if command is not CommandName.CANCEL or job.status in _TO_CANCEL]
    return [Choice(f"{job.id} · {shortened(job.prompt)} · {job.status}", job.id) for job in fit]


def _model(value: object, catalogue: Catalogue) -> ModelName | None:
    """The model somebody named, as far as they named one."""
    model = None if value is None else read_value("model", str(value), catalogue)
    return ModelName(model) if isinstance(model, str) else None


def _candidates(
    command: CommandName, option: Option, catalogue: Catalogue, model: ModelName | None
) -> Sequence[Choice]:
    models = catalogue.models()
    # A remix stays with the model of the earlier video, which is not known here.
    if model is not None or command is CommandName.REMIX or option.choices not in _BY_MODEL or not models:
        return choices_for(option, catalogue, model)
    choices = {choice.value: choice for choice in choices_for(option, catalogue, models[0])}
    for other in models[1:]:
        title = catalogue.for_model(other)[0].title
        for choice in choices_for(option, catalogue, other):
            choices.setdefault(choice.value, Choice(f"{choice.label} · {title}", choice.value))
    return tuple(choices.values())


def _grammar(option: Option, catalogue: Catalogue) -> _Meaning:
    """What the text form understands by a value of this option."""

    def meaning(text: str) -> Value | None:
        value = read_value(option.name, text, catalogue) if option.name in OPTIONS else None
        return None if isinstance(value, Problem) else value

    return meaning


def _best(choices: Sequence[Choice], typed: str, meaning: _Meaning) -> list[Choice]:
    fit = fitting(choices)
    wanted = _key(typed)
    if not wanted:
        return fit[:MAX_CHOICES]
    ranks = [_rank(choice, wanted, meaning(typed), meaning) for choice in fit]
    ranked = [(rank, choice) for rank, choice in zip(ranks, fit, strict=True) if rank is not None]
    return [choice for _, choice in sorted(ranked, key=lambda pair: pair[0])][:MAX_CHOICES]


def _rank(choice: Choice, wanted: str, meant: Value | None, meaning: _Meaning) -> tuple[int, float] | None:
    """How well a choice answers to what was typed, the best being the least; None where it does not."""
    offered = meaning(choice.value)
    keys = (_key(choice.label), _key(choice.value))
    if meant is not None and offered is not None and _is_meant(meant, offered, choice.label):
        return 0, 0
    if any(key.startswith(wanted) for key in keys):
        return 1, 0
    if any(wanted in key for key in keys):
        return 2, 0
    if isinstance(meant, int) and isinstance(offered, int):
        return 3, abs(meant - offered)
    found = get_close_matches(wanted, [word for key in keys for word in (key, *key.split())], n=1, cutoff=_LIKE)
    return (3, -SequenceMatcher(None, found[0], wanted).ratio()) if found else None


def _is_meant(wanted: Value, offered: Value, label: str) -> bool:
    if not isinstance(wanted, SizeWish) or not isinstance(offered, SizeWish):
        return wanted == offered
    has_pixels = wanted.pixels is None or str(wanted.pixels) in label
    return has_pixels and merged(replace(wanted, pixels=None), offered) == offered


def _key(text: str) -> str:
    return " ".join(text[: QUOTED * 2].casefold().split())
