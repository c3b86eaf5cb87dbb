"""Orders for tests, with a default for everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adapters.providers.catalogue import load_catalogue
from bot.domain.job import JobId
from bot.domain.video import (
    ImageId,
    ModelName,
    ProviderName,
    ReferenceImage,
    Shape,
    VideoRequest,
)
from bot.ports import Order


def an_order(
    *,
    provider: str = "apixo",
    input_form: str | None = None,
    model: str = "sora-2",
    prompt: str = "a red kite over the sea",
    seconds: int | None = None,
    shape: str = "16:9 720p",
    callback_url: str | None = None,
    image_links: tuple[str, ...] = (),
    has_image: bool = False,
    **fields: Any,
) -> Order:
    """An order as the use cases make it, for an offer of the real catalogue."""
    catalogue = load_catalogue([provider], {provider: input_form} if input_form else None)
    offer = catalogue.offer(ProviderName(provider), ModelName(model))
    assert offer is not None
    wanted = Shape(*shape.split(" "))
    request = VideoRequest(
        prompt=prompt,
        model=offer.model,
        seconds=seconds or offer.default_seconds,
        shape=wanted,
        size=offer.shapes[wanted],
        images=(ReferenceImage(ImageId("image-1")),) if has_image or image_links else (),
    )
    return Order(
        job_id=JobId("kite-1"),
        request=replace(request, **fields),
        offer=offer,
        callback_url=callback_url,
        images=(b"pixels",) if request.images else (),
        image_links=image_links,
    )
