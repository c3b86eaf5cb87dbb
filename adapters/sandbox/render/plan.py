"""Reads a prompt as a picture: the same prompt always gives the same plan, another prompt another one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from adapters.sandbox.render.palette import PALETTES, Light, Palette
from adapters.sandbox.render.words import HOMES, LIGHTS, PLACES, SUBJECTS, TINTS, WEATHERS

_V = TypeVar("_V")
_ANYWHERE: Final = ("sea", "mountains", "forest", "city", "desert", "meadow", "clouds", "snow")
_HOURS: Final[Mapping[str, tuple[Light, ...]]] = {
    "sea": (Light.GOLDEN, Light.SUNSET, Light.DAWN, Light.DAY),
    "mountains": (Light.DAWN, Light.SUNSET, Light.GOLDEN, Light.DAY),
    "forest": (Light.GOLDEN, Light.DAWN, Light.DUSK),
    "city": (Light.DUSK, Light.SUNSET, Light.NIGHT),
    "desert": (Light.GOLDEN, Light.SUNSET, Light.DUSK),
    "meadow": (Light.DAY, Light.GOLDEN, Light.DAWN),
    "snow": (Light.DAWN, Light.DUSK, Light.DAY),
    "clouds": (Light.DAY, Light.SUNSET, Light.DAWN, Light.GOLDEN),
    "space": (Light.NIGHT,),
    "deep": (Light.DAY,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the picture shows.

    `place` is the land or the sky it is set in; `water`: with water in front of it. `tint` is the colour the subject
    is asked for in.
    """

    seed: int
    place: str
    water: bool
    palette: Palette
    weathers: frozenset[str]
    subject: str | None
    tint: str | None

    def rng(self, part: str) -> np.random.Generator:
        """Randomness for one part of the picture, not disturbed by what other parts take."""
        return np.random.default_rng([self.seed, *part.encode()])


def to_plan(prompt: str) -> Plan:
    """The picture a prompt asks for; where it says nothing, its hash decides."""
    seed = int.from_bytes(hashlib.sha256(prompt.encode("utf-8", "replace")).digest()[:8])
    dice = np.random.default_rng(seed)
    words = list(_words(prompt))
    subject = _first(words, SUBJECTS)
    places = _all(words, PLACES)
    place = _place(places, subject, dice)
    hours = _HOURS[place]
    light = _first(words, LIGHTS) or hours[int(dice.integers(len(hours)))]
    palettes = PALETTES[light]
    return Plan(
        seed=seed,
        place=place,
        water="sea" in places or place == "sea",
        palette=palettes[int(dice.integers(len(palettes)))],
        weathers=frozenset(_all(words, WEATHERS)),
        subject=subject or _passer_by(place, dice),
        tint=_first(words, TINTS) if subject else None,
    )


def _words(prompt: str) -> Iterator[str]:
    """The words in lower case, each followed by what it may be the plural of."""
    for word in re.findall(r"[^\W\d_]{2,}", prompt[:4000].lower()):
        yield word
        for ending, singular in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                yield word.removesuffix(ending) + singular


def _first(words: list[str], known: Mapping[str, _V]) -> _V | None:
    return next((known[word] for word in words if word in known), None)


def _all(words: list[str], known: Mapping[str, _V]) -> list[_V]:
    return list(dict.fromkeys(known[word] for word in words if word in known))


def _place(places: list[str], subject: str | None, dice: np.random.Generator) -> str:
    """The first place named; water alone is the sea, water beside land is in front of it."""
    whole = [place for place in places if place in ("space", "deep")]
    land = [place for place in places if place not in ("sea", "clouds", *whole)]
    if places:
        return (land or whole or (["sea"] if "sea" in places else places))[0]
    homes = HOMES.get(subject or "", _ANYWHERE)
    return homes[int(dice.integers(len(homes)))]


def _passer_by(place: str, dice: np.random.Generator) -> str | None:
    """Something small for a picture whose prompt names nothing we can draw."""
    guests = {
        "sea": ("boat", "bird"),
        "mountains": ("bird", "balloon"),
        "forest": ("deer",),
        "city": ("bird", None),
        "desert": ("bird", "balloon"),
        "meadow": ("butterfly", "bird", "oak"),
        "snow": ("bird", "house"),
        "clouds": ("bird", "balloon"),
        "space": (None,),
        "deep": ("fish",),
    }[place]
    return guests[int(dice.integers(len(guests)))]
