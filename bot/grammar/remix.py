"""A new request from an old one: the same again, or with other words."""

from __future__ import annotations

from bot.commands import Create, Remix, SizeWish
from bot.domain.catalogue import Catalogue
from bot.domain.video import VideoRequest
from bot.grammar.fits import shape_for


def again(request: VideoRequest) -> Create:
    """The command that asks for the same video. Its reference images have to be taken over by the caller."""
    return Create(
        prompt=request.prompt,
        size=SizeWish(aspect=request.shape.aspect, tier=request.shape.tier, pixels=request.size),
        seconds=request.seconds,
        model=request.model,
        seed=request.seed,
    )


def remix(command: Remix, request: VideoRequest, catalogue: Catalogue) -> Create:
    """The command for a remix: what the person does not ask for stays as it was, where the model still takes it."""
    model = command.model or request.model
    offers = catalogue.for_model(model)
    old = SizeWish(aspect=request.shape.aspect, tier=request.shape.tier)
    keeps_size = any(shape_for(old, offer) is not None for offer in offers)
    keeps_seconds = any(request.seconds in offer.seconds for offer in offers)
    return Create(
        prompt=command.prompt,
        size=command.size or (old if keeps_size else None),
        seconds=command.seconds or (request.seconds if keeps_seconds else None),
        model=model,
        count=command.count,
        seed=command.seed,
        private=command.private,
        image_url=command.image_url,
        image_of=command.image_of,
        pad=command.pad,
    )
