"""A text taken apart: its options, and its prompt exactly as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast

from bot.commands import Problem, ProblemKind, SizeWish, looks_like_job_id
from bot.domain.catalogue import Catalogue
from bot.domain.job import JobId
from bot.domain.video import ModelName
from bot.grammar.edges import all_options, take_edges
from bot.grammar.flags import take_flags
from bot.grammar.formatting import unmarked
from bot.grammar.forms import Given, Value, merged
from bot.grammar.nearest import shortened
from bot.grammar.quotes import first_opening, is_several, last_closing, unwrapped


class WishFields(TypedDict, total=False):
    """The fields of `bot.commands.Wishes` that were given."""

    size: SizeWish
    seconds: int
    model: ModelName
    count: int
    seed: int
    private: bool
    image_url: str
    image_of: JobId
    pad: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A prompt, its options, and how each option was written."""

    prompt: str
    fields: WishFields
    written: Mapping[str, str]


def take_options(text: str, catalogue: Catalogue) -> Taken | Problem:
    """The prompt, and the options around and in it.

    A prompt in quotes with nothing but options around it is taken as it stands, without the quotes. Else named options
    count anywhere outside quotes, and bare ones at the edges.
    """
    taken = _quoted_prompt(text, catalogue) or _loose_prompt(text, catalogue)
    if isinstance(taken, Problem):
        return taken
    prompt, given = taken[0], _settled(taken[1])
    fields = to_fields(given)
    return fields if isinstance(fields, Problem) else Taken(prompt, fields, _written(given))


def _settled(given: Sequence[Given]) -> Sequence[Given]:
    """Without what gives way to another value that was given."""

    def stays(one: Given) -> bool:
        others = (other for other in given if other.name == one.name and not other.is_weak)
        return not one.is_weak or all(_together(other.value, one.value) is not None for other in others)

    return [one for one in given if stays(one)]


def _written(given: Sequence[Given]) -> Mapping[str, str]:
    written: dict[str, str] = {}
    for one in given:
        written[one.name] = f"{written[one.name]} {one.part}" if one.name in written else one.part
    return written


def only_options(text: str, catalogue: Catalogue) -> list[Given] | Problem | None:
    """The options that the text is made of, or None where it holds anything else."""
    return _only(_take_flags(text, catalogue))


def _take_flags(text: str, catalogue: Catalogue) -> tuple[str, list[Given]] | Problem:
    """Named options, formatted ones at the edges among them: those count wherever they stand."""

    def is_options(part: str) -> bool:
        return bool(_only(take_flags(part, catalogue)))

    def is_named(part: str) -> bool:
        taken = take_flags(part, catalogue)
        return isinstance(taken, Problem) or bool(taken[1])

    return take_flags(unmarked(text, is_options, is_named), catalogue)


def _only(taken: tuple[str, list[Given]] | Problem) -> list[Given] | Problem | None:
    if isinstance(taken, Problem):
        return taken
    rest, named = taken
    others = all_options(rest)
    return None if others is None else [*named, *others]


def _quoted_prompt(text: str, catalogue: Catalogue) -> tuple[str, list[Given]] | Problem | None:
    """The prompt between the first quotation mark and the last, where only options stand around; else None."""
    opening = first_opening(text)
    closing = last_closing(text, opening) if opening >= 0 else -1
    if closing < 0 or is_several(text[opening : closing + 1]):
        return None
    before = only_options(text[:opening], catalogue)
    if before is None or isinstance(before, Problem):
        return None  # where it is a slip, it is found again among the loose words
    after = only_options(text[closing + 1 :], catalogue)
    if after is None or isinstance(after, Problem):
        return after
    return text[opening + 1 : closing], [*before, *after]


def _loose_prompt(text: str, catalogue: Catalogue) -> tuple[str, list[Given]] | Problem:
    taken = _take_flags(text, catalogue)
    if isinstance(taken, Problem):
        return taken
    rest, named = taken
    prompt, others = take_edges(rest)
    inner = unwrapped(prompt)
    return prompt if inner is None else inner, [*named, *others]


def to_fields(given: Sequence[Given]) -> WishFields | Problem:
    """The options by the name of their field; one that was given two values is a `Problem`."""
    fields: dict[str, Value] = {}
    first: dict[str, str] = {}
    for one in given:
        value = _together(fields.get(one.name), one.value)
        if value is None:
            return _given_twice(one, first[one.name])
        fields[one.name] = value
        first.setdefault(one.name, one.part)
    if "image" in fields:
        image = fields.pop("image")
        fields["image_of" if looks_like_job_id(str(image), strict=True) else "image_url"] = image
    return cast("WishFields", fields)


def _together(old: Value | None, new: Value) -> Value | None:
    """Both values in one; None where they differ."""
    if isinstance(old, SizeWish) and isinstance(new, SizeWish):
        return merged(old, new)
    return new if old is None or old == new else None


def _given_twice(one: Given, first: str) -> Problem:
    return Problem(kind=ProblemKind.GIVEN_TWICE, part=shortened(one.part), option=one.name, allowed=(shortened(first),))
