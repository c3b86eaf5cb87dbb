"""Which provider offers which model, with its shapes, lengths, limits and price. Models are data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.video import ImageRole, ModelName, ProviderName, Shape, Size


class PriceUnit(StrEnum):
    """What one unit of the price buys."""

    VIDEO = "video"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Price:
    """Millionths of a US dollar for each `unit`."""

    unit: PriceUnit
    microusd: int

    def of(self, seconds: int | None) -> int | None:
        """What one video of this length costs, in millionths of a dollar; None when the model decides the length."""
        if self.unit is PriceUnit.VIDEO:
            return self.microusd
        return None if seconds is None else self.microusd * seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One model at one provider, and what it takes.

    `seconds` is empty where the model decides. The first shape and `default_seconds` are what people get who ask for
    nothing. `image_size_must_match`: a reference image has to have exactly the output's pixels. `image_as_link`: the
    provider wants an address rather than a data URI. `expected` is the usual time from submit to done.
    """

    provider: ProviderName
    model: ModelName
    title: str
    seconds: tuple[int, ...]
    default_seconds: int | None
    shapes: Mapping[Shape, Size]
    max_prompt: int
    image_roles: frozenset[ImageRole] = frozenset()
    image_as_link: bool = False
    takes_seed: bool = False
    takes_negative_prompt: bool = False
    price: Price | None = None
    cancel_stops_bill: bool = False
    expected: timedelta = timedelta(minutes=4)
    deadline: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderLimits:
    """What a provider allows across all jobs, and how we follow its tasks.

    `first_poll` and `poll_every` rule when there is no callback; with callbacks the status is first asked for
    `callback_patience` after the submit, and then every `poll_every`.
    """

    provider: ProviderName
    max_tasks: int
    max_requests_per_minute: int
    first_poll: timedelta
    poll_every: timedelta
    callback_patience: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All offers, in the operator's order of preference: the first that fits a request gets it."""

    offers: Sequence[Offer]
    limits: Mapping[ProviderName, ProviderLimits]

    def models(self) -> tuple[ModelName, ...]:
        """Each model once, in order of preference."""
        return tuple(dict.fromkeys(offer.model for offer in self.offers))

    def for_model(self, model: ModelName) -> tuple[Offer, ...]:
        """The offers of one model, best first."""
        return tuple(offer for offer in self.offers if offer.model == model)

    def offer(self, provider: ProviderName, model: ModelName) -> Offer | None:
        """What this provider offers of this model."""
        return next((o for o in self.offers if o.provider == provider and o.model == model), None)
