"""Which offer makes the video: the first in the operator's order that fits everything that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.commands import Create, Problem, ProblemKind, SizeWish
from bot.commands.table import MAX_COUNT, MAX_SEED
from bot.domain.catalogue import Catalogue, Offer
from bot.domain.video import ImageRole, ModelName, Shape, Size
from bot.grammar.nearest import nearest, nearest_number, shortened

MAX_SHOWN_SIZES: Final = 12


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
    problem = _own_problem(command)
    if problem is not None:
        return problem
    offers = _offers(command.model, catalogue)
    if isinstance(offers, Problem):
        return offers
    fitting = [offer for offer in offers if fits(command, offer, has_image=has_image)]
    if fitting:
        return _filled_in(command, fitting[0])
    return _why_none(command, offers, catalogue, has_image=has_image)


def fits(command: Create, offer: Offer, *, has_image: bool = False) -> bool:
    """Whether the offer takes the request as it stands."""
    return all(fits_part(command, offer, has_image or command.image_url is not None) for fits_part in _PARTS)


def shape_for(wish: SizeWish | None, offer: Offer) -> Shape | None:
    """The first shape of the offer that is all the wish says."""
    if wish is None:
        return next(iter(offer.shapes), None)
    return next((shape for shape, size in offer.shapes.items() if _is_wished(wish, shape, size)), None)


def _is_wished(wish: SizeWish, shape: Shape, size: Size) -> bool:
    return wish.aspect in (None, shape.aspect) and wish.tier in (None, shape.tier) and wish.pixels in (None, size)


def _takes_seconds(command: Create, offer: Offer, _has_image: bool) -> bool:
    return command.seconds is None or command.seconds in offer.seconds


def _takes_size(command: Create, offer: Offer, _has_image: bool) -> bool:
    return shape_for(command.size, offer) is not None


def _takes_prompt(command: Create, offer: Offer, _has_image: bool) -> bool:
    return len(command.prompt) <= offer.max_prompt


def _takes_image(_command: Create, offer: Offer, has_image: bool) -> bool:
    return not has_image or ImageRole.FIRST_FRAME in offer.image_roles


def _takes_seed(command: Create, offer: Offer, _has_image: bool) -> bool:
    return command.seed is None or offer.takes_seed


_Part = Callable[[Create, Offer, bool], bool]
_PARTS: Final[tuple[_Part, ...]] = (_takes_seconds, _takes_size, _takes_prompt, _takes_image, _takes_seed)


def _own_problem(command: Create) -> Problem | None:
    """What is wrong whichever model makes it."""
    if not command.prompt.strip():
        return Problem(kind=ProblemKind.NO_PROMPT)
    if not 1 <= command.count <= MAX_COUNT:
        allowed = tuple(str(count) for count in range(1, MAX_COUNT + 1))
        return _bad_number("count", command.count, allowed)
    if command.seed is not None and not 0 <= command.seed <= MAX_SEED:
        return _bad_number("seed", command.seed, (f"0 to {MAX_SEED}",))
    return None


def _bad_number(option: str, value: int, allowed: tuple[str, ...]) -> Problem:
    return Problem(
        kind=ProblemKind.BAD_NUMBER,
        part=shortened(str(value)),
        option=option,
        allowed=allowed,
        nearest=nearest_number(value, allowed),
    )


def _offers(model: ModelName | None, catalogue: Catalogue) -> tuple[Offer, ...] | Problem:
    models = catalogue.models()
    if not models:
        return Problem(kind=ProblemKind.NO_MODELS)
    if model is not None and model not in models:
        return unknown_model(model, models)
    return catalogue.for_model(model or models[0])


def unknown_model(part: str, models: Sequence[str]) -> Problem:
    """The problem of a model nobody offers."""
    return Problem(
        kind=ProblemKind.UNKNOWN_MODEL,
        part=shortened(part),
        option="model",
        allowed=tuple(models),
        nearest=nearest(part, models),
    )


def _filled_in(command: Create, offer: Offer) -> Resolved:
    shape = shape_for(command.size, offer)
    assert shape is not None  # an offer that fits has the shape
    seconds = command.seconds if command.seconds is not None else offer.default_seconds
    return Resolved(offer=offer, seconds=seconds, shape=shape, size=offer.shapes[shape])


def _why_none(command: Create, offers: Sequence[Offer], catalogue: Catalogue, *, has_image: bool) -> Problem:
    """The first part that no offer takes; where each is taken by some offer, the pair that none takes together."""
    image = has_image or command.image_url is not None
    model = offers[0].model
    others = (offer for offer in catalogue.offers if offer.model != model)
    elsewhere = tuple(dict.fromkeys(offer.model for offer in others if fits(command, offer, has_image=has_image)))
    for takes, explain in _EXPLAINED:
        if not any(takes(command, offer, image) for offer in offers):
            return explain(command, offers, elsewhere)
    return _no_such_pair(command, offers, elsewhere)


def _no_seconds(command: Create, offers: Sequence[Offer], elsewhere: tuple[str, ...]) -> Problem:
    allowed = _seconds_of(offers)
    return Problem(
        kind=ProblemKind.NO_SUCH_SECONDS,
        part=shortened(str(command.seconds)),
        option="seconds",
        allowed=allowed,
        nearest=nearest_number(command.seconds or 0, allowed),
        model=offers[0].model,
        elsewhere=elsewhere,
    )


def _seconds_of(offers: Sequence[Offer]) -> tuple[str, ...]:
    return tuple(str(seconds) for seconds in sorted({seconds for offer in offers for seconds in offer.seconds}))


def _no_size(command: Create, offers: Sequence[Offer], elsewhere: tuple[str, ...]) -> Problem:
    shapes = dict.fromkeys(str(shape) for offer in offers for shape in offer.shapes)
    part = shortened(str(command.size))
    return Problem(
        kind=ProblemKind.NO_SUCH_SIZE,
        part=part,
        option="size",
        allowed=tuple(shapes)[:MAX_SHOWN_SIZES],
        nearest=_nearest_size(command.size, offers),
        model=offers[0].model,
        elsewhere=elsewhere,
    )


def _nearest_size(wish: SizeWish | None, offers: Sequence[Offer]) -> str | None:
    """The shape that shares most with the wish: its aspect ratio, else its tier, else the closest in pixels."""
    pairs = [(shape, size) for offer in offers for shape, size in offer.shapes.items()]
    if wish is None or not pairs:
        return None

    def distance(pair: tuple[Shape, Size]) -> tuple[bool, bool, int]:
        shape, size = pair
        pixels = wish.pixels or size
        away = abs(pixels.width - size.width) + abs(pixels.height - size.height)
        return wish.aspect not in (None, shape.aspect), wish.tier not in (None, shape.tier), away

    return str(min(pairs, key=distance)[0])


def _prompt_too_long(command: Create, offers: Sequence[Offer], elsewhere: tuple[str, ...]) -> Problem:
    return Problem(
        kind=ProblemKind.PROMPT_TOO_LONG,
        part=str(len(command.prompt)),
        option="prompt",
        allowed=(str(max(offer.max_prompt for offer in offers)),),
        model=offers[0].model,
        elsewhere=elsewhere,
    )


def _no_images(_command: Create, offers: Sequence[Offer], elsewhere: tuple[str, ...]) -> Problem:
    return Problem(kind=ProblemKind.NO_IMAGES, option="image", model=offers[0].model, elsewhere=elsewhere)


def _no_seed(command: Create, offers: Sequence[Offer], elsewhere: tuple[str, ...]) -> Problem:
    return Problem(
        kind=ProblemKind.NO_SEED,
        part=str(command.seed),
        option="seed",
        model=offers[0].model,
        elsewhere=elsewhere,
    )


_Explain = Callable[[Create, Sequence[Offer], tuple[str, ...]], Problem]
_EXPLAINED: Final[tuple[tuple[_Part, _Explain], ...]] = (
    (_takes_seconds, _no_seconds),
    (_takes_size, _no_size),
    (_takes_prompt, _prompt_too_long),
    (_takes_image, _no_images),
    (_takes_seed, _no_seed),
)


def _no_such_pair(command: Create, offers: Sequence[Offer], elsewhere: tuple[str, ...]) -> Problem:
    """Each wish is possible, and not all together: loosen the length first, since it is the cheapest to change."""
    for takes, explain in _EXPLAINED:
        rest = [
            o
            for o in offers
            if all(part(command, o, command.image_url is not None) for part in _PARTS if part is not takes)
        ]
        if rest:
            return explain(command, rest, elsewhere)
    return _no_size(command, offers, elsewhere)
