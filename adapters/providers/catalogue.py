"""From `catalogue.toml` to the catalogue of this bot: the chosen providers, in the operator's order of preference."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter, ValidationError

from adapters.providers.catalogue_file import OfferEntry, PriceEntry, ProviderEntry
from bot.domain.catalogue import Catalogue, Offer, Price, ProviderLimits
from bot.domain.video import ModelName, ProviderName, Shape, Size


class CatalogueError(ValueError):
    """The catalogue, or a choice from it, is wrong; the text names every entry that is."""


class UnknownChoice(CatalogueError):
    """A name that is not there, with those that are, and the nearest of them."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = sorted(known)
        self.nearest = next(iter(difflib.get_close_matches(name.lower(), self.known, n=1)), None)
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        super().__init__(f"unknown {what} {name!r}, known: {', '.join(self.known) or 'none'}{hint}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What an operator's account, or a stand-in that renders in seconds, has different; None keeps the catalogue's."""

    max_tasks: int | None = None
    max_requests_per_minute: int | None = None
    first_poll: timedelta | None = None
    poll_every: timedelta | None = None
    callback_patience: timedelta | None = None
    expected: timedelta | None = None
    deadline: timedelta | None = None


def load_catalogue(
    order: Sequence[str],
    inputs: Mapping[str, str] | None = None,
    overrides: Mapping[str, Overrides] | None = None,
) -> Catalogue:
    """The catalogue that comes with the bot; see `read_catalogue`."""
    text = files("adapters.providers").joinpath("catalogue.toml").read_text("utf-8")
    return read_catalogue(text, order, inputs, overrides)


def read_catalogue(
    text: str,
    order: Sequence[str],
    inputs: Mapping[str, str] | None = None,
    overrides: Mapping[str, Overrides] | None = None,
) -> Catalogue:
    """The offers of the providers in `order`, in that order.

    `inputs` chooses the input form of providers that have several, `overrides` changes limits; both by provider.
    Raises `CatalogueError`.
    """
    entries = _parse(text)
    offers: list[Offer] = []
    limits: dict[ProviderName, ProviderLimits] = {}
    for word in dict.fromkeys(order):
        if word not in entries:
            raise UnknownChoice("provider", word, entries)
        name, entry, changes = ProviderName(word), entries[word], (overrides or {}).get(word, Overrides())
        form = _input_form(name, entry, (inputs or {}).get(word))
        offers += [_offer(name, offer, changes) for offer in entry.offers if offer.input in (None, form)]
        limits[name] = _limits(name, entry, changes)
    return Catalogue(offers=tuple(offers), limits=limits)


def _parse(text: str) -> dict[str, ProviderEntry]:
    try:
        return TypeAdapter(dict[str, ProviderEntry]).validate_python(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"the catalogue is no TOML: {error}") from None
    except ValidationError as error:
        problems = [f"{_place(text, problem['loc'])}: {problem['msg']}" for problem in error.errors()]
        raise CatalogueError("; ".join(problems)) from None


def _place(text: str, path: tuple[int | str, ...]) -> str:
    """`apixo.offers.1.seconds (sora-2-pro)`: the way to a wrong entry, and the model where it is about one."""
    way = ".".join(str(step) for step in path)
    node: Any = tomllib.loads(text)
    for step in path[:3]:
        node = node.get(step) if isinstance(node, dict) else node[int(step)] if isinstance(node, list) else None
    model = node.get("model") if isinstance(node, dict) else None
    return f"{way} ({model})" if model else way


def _input_form(name: ProviderName, entry: ProviderEntry, choice: str | None) -> str | None:
    if choice is None:
        return entry.inputs[0] if entry.inputs else None
    if choice not in entry.inputs:
        raise UnknownChoice(f"input of {name}", choice, entry.inputs)
    return choice


def _offer(name: ProviderName, entry: OfferEntry, changes: Overrides) -> Offer:
    return Offer(
        provider=name,
        model=ModelName(entry.model),
        title=entry.title,
        seconds=entry.seconds,
        default_seconds=entry.default_seconds,
        shapes={_shape(shape): _size(size) for shape, size in entry.shapes.items()},
        max_prompt=entry.max_prompt,
        image_roles=entry.image_roles,
        image_as_link=entry.image_as_link,
        takes_seed=entry.takes_seed,
        takes_negative_prompt=entry.takes_negative_prompt,
        price=_price(entry.price),
        cancel_stops_bill=entry.cancel_stops_bill,
        expected=changes.expected or timedelta(seconds=entry.expected_seconds),
        deadline=changes.deadline or timedelta(seconds=entry.deadline_seconds),
    )


def _limits(name: ProviderName, entry: ProviderEntry, changes: Overrides) -> ProviderLimits:
    return ProviderLimits(
        provider=name,
        max_tasks=changes.max_tasks or entry.max_tasks,
        max_requests_per_minute=changes.max_requests_per_minute or entry.max_requests_per_minute,
        first_poll=changes.first_poll or timedelta(seconds=entry.first_poll_seconds),
        poll_every=changes.poll_every or timedelta(seconds=entry.poll_every_seconds),
        callback_patience=changes.callback_patience or timedelta(seconds=entry.callback_patience_seconds),
    )


def _shape(text: str) -> Shape:
    aspect, tier = text.split(" ")
    return Shape(aspect, tier)


def _size(text: str) -> Size:
    width, height = text.split("x")
    return Size(int(width), int(height))


def _price(entry: PriceEntry | None) -> Price | None:
    return Price(entry.unit, round(entry.usd * 1_000_000)) if entry else None
