"""Which offer makes the video: the first in the operator's order that fits everything that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import Create, Problem, ProblemKind
from bot.commands.table import MAX_COUNT, MAX_SEED
from bot.domain.catalogue import Catalogue, Offer
from bot.domain.video import ModelName, Shape, Size
from bot.grammar.fits import Asked, fits, shape_for
from bot.grammar.misfits import why_none
from bot.grammar.nearest import nearest_number, shortened
from bot.grammar.values import unknown_model


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The offer that takes the request, with everything the request left open filled in."""

    offer: Offer
    seconds: int | None
    shape: Shape
    size: Size


def resolve(command: Create, catalogue: Catalogue, *, has_image: bool = False) -> Resolved | Problem:
    """The first offer that fits, or the one thing to put right.

    Without a model wish the model is that of the first offer: a wish it cannot fulfil is a `Problem` that names the
    models which can, so that nobody pays for a dearer model without having asked for it. `has_image`: a picture was
    uploaded (a linked one is seen in the command).
    """
    problem = own_problem(command)
    offers = problem if problem is not None else _offers(command.model, catalogue)
    if isinstance(offers, Problem):
        return offers
    asked = Asked(command, has_image=has_image or bool(command.image_url or command.image_of))
    fitting = next((offer for offer in offers if fits(asked, offer)), None)
    return why_none(asked, offers, catalogue) if fitting is None else _filled_in(command, fitting)


def own_problem(command: Create) -> Problem | None:
    """What is wrong with the command whichever model makes the video."""
    if not command.prompt.strip():
        return Problem(kind=ProblemKind.NO_PROMPT)
    if not 1 <= command.count <= MAX_COUNT:
        return _bad_number("count", command.count, tuple(str(count) for count in range(1, MAX_COUNT + 1)))
    if command.seed is not None and not 0 <= command.seed <= MAX_SEED:
        return _bad_number("seed", command.seed, (f"a whole number from 0 to {MAX_SEED}",))
    return None


def _bad_number(option: str, value: int, allowed: tuple[str, ...]) -> Problem:
    near = nearest_number(value, allowed)
    return Problem(
        kind=ProblemKind.BAD_NUMBER, part=shortened(str(value)), option=option, allowed=allowed, nearest=near
    )


def _offers(model: ModelName | None, catalogue: Catalogue) -> Sequence[Offer] | Problem:
    models = catalogue.models()
    if not models:
        return Problem(kind=ProblemKind.NO_MODELS)
    if model is not None and model not in models:
        return unknown_model(model, models)
    return catalogue.for_model(model or models[0])


def _filled_in(command: Create, offer: Offer) -> Resolved:
    shape = shape_for(command.size, offer)
    assert shape is not None  # an offer that fits has the shape
    seconds = command.seconds if command.seconds is not None else offer.default_seconds
    return Resolved(offer=offer, seconds=seconds, shape=shape, size=offer.shapes[shape])
