"""Whether an offer takes what was asked for, part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.commands import Create, SizeWish
from bot.domain.catalogue import Offer
from bot.domain.video import ImageRole, Shape, Size


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and whether a picture comes along."""

    command: Create
    has_image: bool


def fits(asked: Asked, offer: Offer) -> bool:
    """Whether the offer takes all of it."""
    return all(takes(asked, offer) for takes in TAKES.values())


def shape_for(wish: SizeWish | None, offer: Offer) -> Shape | None:
    """The first shape of the offer that is all the wish says."""
    if wish is None:
        return next(iter(offer.shapes), None)
    return next((shape for shape, size in offer.shapes.items() if _is_wished(wish, shape, size)), None)


def _is_wished(wish: SizeWish, shape: Shape, size: Size) -> bool:
    return wish.aspect in (None, shape.aspect) and wish.tier in (None, shape.tier) and wish.pixels in (None, size)


def _seconds(asked: Asked, offer: Offer) -> bool:
    return asked.command.seconds is None or asked.command.seconds in offer.seconds


def _size(asked: Asked, offer: Offer) -> bool:
    return shape_for(asked.command.size, offer) is not None


def _prompt(asked: Asked, offer: Offer) -> bool:
    return len(asked.command.prompt) <= offer.max_prompt


def _image(asked: Asked, offer: Offer) -> bool:
    return not asked.has_image or ImageRole.FIRST_FRAME in offer.image_roles


def _seed(asked: Asked, offer: Offer) -> bool:
    return asked.command.seed is None or offer.takes_seed


TAKES: Final[dict[str, Callable[[Asked, Offer], bool]]] = {
    "seconds": _seconds,
    "size": _size,
    "prompt": _prompt,
    "image": _image,
    "seed": _seed,
}
"""Each part of a request by the option it belongs to. Where all can be had, only not together, the first is to go."""
