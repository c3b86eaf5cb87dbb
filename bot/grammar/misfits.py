"""Why no offer takes a request: the first part that cannot be had, or the one to give up for the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.commands import Problem, ProblemKind, SizeWish
from bot.domain.catalogue import Catalogue, Offer
from bot.domain.video import Shape, Size
from bot.grammar.fits import TAKES, Asked, fits
from bot.grammar.nearest import nearest_number, shortened

MAX_SIZES: Final = 12
"""Sizes named in one sentence."""


def why_none(asked: Asked, offers: Sequence[Offer], catalogue: Catalogue) -> Problem:
    """What to change; `offers` are those of one model, none of which fits."""
    found = _impossible(asked, offers) or _contradiction(asked, offers)
    others = dict.fromkeys(offer.model for offer in catalogue.offers if fits(asked, offer))
    return replace(found, model=offers[0].model, elsewhere=tuple(others))


def _impossible(asked: Asked, offers: Sequence[Offer]) -> Problem | None:
    """The first part that no offer takes at all."""
    for name, takes in TAKES.items():
        if not any(takes(asked, offer) for offer in offers):
            return _EXPLAIN[name](asked, offers)
    return None


def _contradiction(asked: Asked, offers: Sequence[Offer]) -> Problem:
    """Each part can be had, but not all together: the part whose change leaves the others possible."""
    for name in TAKES:
        others = [takes for other, takes in TAKES.items() if other != name]
        left = [offer for offer in offers if all(takes(asked, offer) for takes in others)]
        if left:
            return replace(_EXPLAIN[name](asked, left), kind=ProblemKind.NO_SUCH_SET)
    return replace(_size(asked, offers), kind=ProblemKind.NO_SUCH_SET)


def _seconds(asked: Asked, offers: Sequence[Offer]) -> Problem:
    wish = asked.command.seconds or 0
    allowed = tuple(str(length) for length in sorted({length for offer in offers for length in offer.seconds}))
    return Problem(
        kind=ProblemKind.NO_SUCH_SECONDS,
        part=shortened(f"{wish} s"),
        option="seconds",
        allowed=allowed,
        nearest=nearest_number(wish, allowed),
    )


def _size(asked: Asked, offers: Sequence[Offer]) -> Problem:
    wish = asked.command.size or SizeWish()
    pairs = [(shape, size) for offer in offers for shape, size in offer.shapes.items()]
    allowed = tuple(dict.fromkeys(str(shape) for shape, _ in pairs))
    return Problem(
        kind=ProblemKind.NO_SUCH_SIZE,
        part=shortened(str(wish)),
        option="size",
        allowed=allowed[:MAX_SIZES],
        nearest=str(min(pairs, key=lambda pair: _distance(wish, *pair))[0]) if pairs else None,
    )


def _distance(wish: SizeWish, shape: Shape, size: Size) -> tuple[bool, bool, int]:
    """How far a shape is from the wish: another aspect ratio is worst, then another tier, then pixels."""
    pixels = wish.pixels or size
    away = abs(pixels.width - size.width) + abs(pixels.height - size.height)
    turned = (pixels.width > pixels.height) != (size.width > size.height)
    return wish.aspect not in (None, shape.aspect) or turned, wish.tier not in (None, shape.tier), away


def _prompt(asked: Asked, offers: Sequence[Offer]) -> Problem:
    longest = max(offer.max_prompt for offer in offers)
    return Problem(
        kind=ProblemKind.PROMPT_TOO_LONG,
        part=f"{len(asked.command.prompt):,}",
        option="prompt",
        allowed=(f"{longest:,}",),
    )


def _image(_asked: Asked, _offers: Sequence[Offer]) -> Problem:
    return Problem(kind=ProblemKind.NO_IMAGES, option="image")


def _seed(asked: Asked, _offers: Sequence[Offer]) -> Problem:
    return Problem(kind=ProblemKind.NO_SEED, part=str(asked.command.seed), option="seed")


_EXPLAIN: Final[dict[str, Callable[[Asked, Sequence[Offer]], Problem]]] = {
    "seconds": _seconds,
    "size": _size,
    "prompt": _prompt,
    "image": _image,
    "seed": _seed,
}
