"""The form of `catalogue.toml`: what an entry may say, checked on reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints, model_validator

from bot.domain.catalogue import PriceUnit
from bot.domain.video import ImageRole

ShapeText = Annotated[str, StringConstraints(pattern=r"^\d+:\d+ \d+[pk]$")]
SizeText = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,4}x[1-9]\d{0,4}$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PriceEntry(_Entry):
    """`{ unit = "second", usd = 0.10 }`."""

    unit: PriceUnit
    usd: Annotated[Decimal, Field(ge=0, le=1000)]


class OfferEntry(_Entry):
    """One model. `seconds` is empty, and `default_seconds` absent, where the model decides."""

    model: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    title: Annotated[str, Field(min_length=1)]
    input: str | None = None
    seconds: tuple[PositiveInt, ...] = ()
    default_seconds: PositiveInt | None = None
    shapes: Annotated[dict[ShapeText, SizeText], Field(min_length=1)]
    max_prompt: PositiveInt
    image_roles: frozenset[ImageRole] = frozenset()
    image_as_link: bool = False
    takes_seed: bool = False
    takes_negative_prompt: bool = False
    price: PriceEntry | None = None
    cancel_stops_bill: bool = False
    expected_seconds: PositiveInt
    deadline_seconds: PositiveInt

    @model_validator(mode="after")
    def _the_default_is_on_offer(self) -> Self:
        if self.default_seconds not in (self.seconds or (None,)):
            raise ValueError(f"default_seconds {self.default_seconds} is not one of {list(self.seconds)}")
        return self


class ProviderEntry(_Entry):
    """One provider: its limits, how its tasks are followed, and its offers."""

    inputs: tuple[str, ...] = ()
    max_tasks: PositiveInt
    max_requests_per_minute: PositiveInt
    first_poll_seconds: PositiveInt
    poll_every_seconds: PositiveInt
    callback_patience_seconds: PositiveInt
    offers: Annotated[tuple[OfferEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _every_input_is_listed(self) -> Self:
        for offer in self.offers:
            if offer.input is not None and offer.input not in self.inputs:
                raise ValueError(f"the input {offer.input!r} of {offer.model} is not one of {list(self.inputs)}")
        return self

    @model_validator(mode="after")
    def _no_model_comes_twice(self) -> Self:
        forms = [(offer.model, offer.input) for offer in self.offers]
        twice = {model for model, form in forms if forms.count((model, form)) > 1}
        if twice:
            raise ValueError(f"offered twice: {', '.join(sorted(twice))}")
        return self
