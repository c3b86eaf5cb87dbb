"""What commands, options and menus are called in other languages, as platforms show them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

TAGS: Final = ("de", "es-419", "es-ES", "fr", "ja", "pt-BR")
"""The languages there are, by their tags (BCP 47). Each has a file of this name in `locales`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """One language: `names` by the English name, `sentences` by the English sentence, word for word.

    A sentence that changes in English has no translation until it is translated anew: people see English, never what
    is not so any more.
    """

    tag: str
    names: Mapping[str, str]
    sentences: Mapping[str, str]


@cache
def locales() -> tuple[Locale, ...]:
    """All languages. Reads their files the first time."""
    return tuple(_read(tag) for tag in TAGS)


def _read(tag: str) -> Locale:
    text = files("bot.texts").joinpath("locales", f"{tag}.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    return Locale(tag=tag, names=tables["names"], sentences=tables["sentences"])
