"""Names and descriptions with their translations, as Discord wants them. Languages are those of `bot.texts.locale`."""

from __future__ import annotations

from typing import Any

from bot.texts.locale import locales

Json = dict[str, Any]


def named(name: str) -> Json:
    """A name of `bot.commands` with what it is called elsewhere; interactions always carry the English one."""
    return {"name": name, **_where_any("name_localizations", _names(name))}


def titled(title: str) -> Json:
    """The same for a name that is a sentence, as entries of menus have."""
    return {"name": title, **_where_any("name_localizations", _sentences(title))}


def described(sentence: str) -> Json:
    """A description with its translations."""
    return {"description": sentence, **_where_any("description_localizations", _sentences(sentence))}


def _names(name: str) -> Json:
    return {locale.tag: locale.names[name] for locale in locales() if name in locale.names}


def _sentences(sentence: str) -> Json:
    return {locale.tag: locale.sentences[sentence] for locale in locales() if sentence in locale.sentences}


def _where_any(key: str, translations: Json) -> Json:
    return {key: translations} if translations else {}
