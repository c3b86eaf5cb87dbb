"""What the value of an option means, or what is wrong with it. Shared by the text form, forms and slash commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.commands import COMMANDS, Problem, ProblemKind, SizeWish, choices_for, looks_like_job_id, to_job_id
from bot.commands.table import MAX_COUNT, MAX_SEED, Option
from bot.domain.catalogue import Catalogue
from bot.domain.video import ModelName
from bot.grammar.forms import Value, merged, size_piece
from bot.grammar.nearest import nearest, nearest_number, shortened
from bot.grammar.plain import plain

OPTIONS: Final[Mapping[str, Option]] = MappingProxyType(
    {
        name: option
        for option in COMMANDS[0].options
        if option.name != "prompt"
        for name in (option.name, *option.aliases)
    }
)
"""The options of a video by every name they go by."""

FLAGS: Final = frozenset({"private", "pad"})
_NUMBER: Final = re.compile(r"[0-9]{1,12}")
_LENGTH: Final = re.compile(r"([0-9]{1,12}) ?(?:s|secs?|seconds?)?", re.IGNORECASE)
_LINK: Final = re.compile(r"https?://[^\s/<>\"]+[^\s<>\"]*", re.IGNORECASE)
_YES: Final = frozenset({"", "true", "yes", "on", "1", "y"})
_NO: Final = frozenset({"false", "no", "off", "0", "n"})
_ASPECT_NAMES: Final = {"vertical": "portrait", "horizontal": "landscape", "wide": "landscape", "tall": "portrait"}
MAX_SIZES: Final = 12


def read_value(name: str, text: str, catalogue: Catalogue) -> Value | Problem:
    """The value of option `name` (its first name) as it is written in `text`."""
    return _READERS[name](" ".join(plain(text).split()) if name != "image" else text.strip(), catalogue)


def _seconds(text: str, catalogue: Catalogue) -> Value | Problem:
    match = _LENGTH.fullmatch(text)
    return int(match[1]) if match else _bad_number("seconds", text, _values("seconds", catalogue))


def _count(text: str, _catalogue: Catalogue) -> Value | Problem:
    number = text.lower().removeprefix("x").removesuffix("x")
    if _NUMBER.fullmatch(number) and 1 <= int(number) <= MAX_COUNT:
        return int(number)
    return _bad_number("count", text, tuple(str(count) for count in range(1, MAX_COUNT + 1)))


def _seed(text: str, _catalogue: Catalogue) -> Value | Problem:
    if _NUMBER.fullmatch(text) and int(text) <= MAX_SEED:
        return int(text)
    return _bad_number("seed", text, (f"a whole number from 0 to {MAX_SEED}",))


def _bad_number(option: str, text: str, allowed: tuple[str, ...]) -> Problem:
    digits = re.match(r"[^0-9]{0,8}([0-9]{1,12})", text)
    return Problem(
        kind=ProblemKind.BAD_NUMBER,
        part=shortened(text),
        option=option,
        allowed=allowed,
        nearest=nearest_number(int(digits[1]), allowed) if digits else None,
    )


def _size(text: str, catalogue: Catalogue) -> Value | Problem:
    wish = SizeWish()
    for word in re.sub(r" ?([x*]) ?(?=[0-9])", r"\1", text.lower().replace(",", " ")[:80]).split():
        piece = size_piece(_ASPECT_NAMES.get(word, word)) or _tier(word, catalogue)
        both = merged(wish, piece) if piece is not None else None
        if both is None:
            return _unknown_size(text, catalogue)
        wish = both
    return wish if wish != SizeWish() else _unknown_size(text, catalogue)


def _tier(word: str, catalogue: Catalogue) -> SizeWish | None:
    """A tier by its name in the catalogue, such as `4k`."""
    tiers = {shape.tier.lower(): shape.tier for offer in catalogue.offers for shape in offer.shapes}
    return SizeWish(tier=tiers[word]) if word in tiers else None


def _unknown_size(text: str, catalogue: Catalogue) -> Problem:
    allowed = _values("size", catalogue)
    words = dict.fromkeys(word for value in allowed for word in (value, *value.split()))
    return Problem(
        kind=ProblemKind.UNKNOWN_SIZE,
        part=shortened(text),
        option="size",
        allowed=allowed[:MAX_SIZES],
        nearest=nearest(text, tuple(words)),
    )


def _model(text: str, catalogue: Catalogue) -> Value | Problem:
    """A model by its name, its title, or a part of one that no other model has.

    A name that only begins like a longer one is not taken for it: `sora-2`, once withdrawn, is no `sora-2-pro`.
    """
    models = catalogue.models()
    names = {model: {_key(model), *(_key(offer.title) for offer in catalogue.for_model(model))} for model in models}
    wanted = _key(text)
    for matches in _MATCHES if wanted else ():
        found = [model for model in models if any(matches(name, wanted) for name in names[model])]
        if len(found) == 1 and any(_goes_on(name, wanted) for name in names[found[0]]):
            return replace(unknown_model(text, models), nearest=found[0])
        if len(found) == 1:
            return found[0]
        if found:
            return replace(unknown_model(text, tuple(found)), kind=ProblemKind.SEVERAL_MODELS)
    return unknown_model(text, models)


def _key(name: str) -> str:
    return re.sub(r"[^0-9a-z.]+", "-", name[:80].lower()).strip("-")


def _goes_on(name: str, wanted: str) -> bool:
    """Whether what is wanted has a version, and the name adds to it: that is another model, perhaps a dearer one."""
    return any(sign.isdigit() for sign in wanted) and name.startswith((f"{wanted}-", f"{wanted}."))


_MATCHES: Final[tuple[Callable[[str, str], bool], ...]] = (
    lambda name, wanted: name == wanted,
    lambda name, wanted: name.endswith(f"-{wanted}"),
    lambda name, wanted: name.startswith(wanted),
    lambda name, wanted: wanted in name,
)


def unknown_model(part: str, models: tuple[ModelName, ...]) -> Problem:
    """The problem of a name that is no model's, or that of several."""
    return Problem(
        kind=ProblemKind.UNKNOWN_MODEL,
        part=shortened(part),
        option="model",
        allowed=models,
        nearest=nearest(part, models),
    )


def _flag(text: str, option: str) -> Value | Problem:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    return Problem(kind=ProblemKind.BAD_FLAG, part=shortened(text), option=option, allowed=("yes", "no"))


def _link(text: str, _catalogue: Catalogue) -> Value | Problem:
    """An address, which Slack wraps as `<address|words>`, or the id of a video that ends with the picture."""
    address = text.removeprefix("<").removesuffix(">").partition("|")[0]
    if _LINK.fullmatch(address):
        return address
    if looks_like_job_id(text, strict=True):
        return to_job_id(text)
    return Problem(kind=ProblemKind.BAD_LINK, part=shortened(text), option="image", allowed=("https://…",))


def _values(option: str, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices_for(OPTIONS[option], catalogue))


_READERS: Final[Mapping[str, Callable[[str, Catalogue], Value | Problem]]] = MappingProxyType(
    {
        "seconds": _seconds,
        "size": _size,
        "model": _model,
        "count": _count,
        "seed": _seed,
        "image": _link,
        "private": lambda text, _catalogue: _flag(text, "private"),
        "pad": lambda text, _catalogue: _flag(text, "pad"),
    }
)
