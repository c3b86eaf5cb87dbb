"""The limits of application commands (interactions/application-commands), as errors that name the field."""

from __future__ import annotations

import re
from typing import Final

from tests.discord.components import Json
from tests.discord.errors import invalid, too_long

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
# Letters of any script, and the signs that Devanagari and Thai write beside them.
NAME: Final = re.compile(r"[-'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")
MOST: Final = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
MOST_TEXT: Final = 8000


def check_number(bodies: list[Json]) -> None:
    """Refuse more commands than there may be, and the same name twice."""
    for kind, most in MOST.items():
        if sum(body["type"] == kind for body in bodies) > most:
            raise too_long("", most)
    if len({(body["name"], body["type"]) for body in bodies}) < len(bodies):
        raise invalid("", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")


def check_command(body: Json, kind: int, place: str) -> None:
    name = body.get("name") or ""
    if kind == CHAT_INPUT:
        _check_words(body, place)
        _check_options(body.get("options") or [], f"{place}options")
    elif not 1 <= len(name) <= 32 or body.get("description"):
        raise invalid(f"{place}name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.")
    if _length(body) > MOST_TEXT:
        raise invalid(place.rstrip("."), "APPLICATION_COMMAND_TOO_LARGE", f"Must be {MOST_TEXT} or fewer in length.")


def _check_options(options: list[Json], place: str) -> None:
    if len(options) > 25:
        raise too_long(place, 25)
    languages = {language for option in options for language in option.get("name_localizations") or {}}
    names = [[option.get("name") for option in options]]
    names += [
        [(option.get("name_localizations") or {}).get(one, option.get("name")) for option in options]
        for one in languages
    ]
    if any(len(set(each)) < len(each) for each in names):
        raise invalid(place, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
    must = [bool(option.get("required")) for option in options]
    if must != sorted(must, reverse=True):
        message = "Required options must be placed before non-required options"
        raise invalid(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    for index, option in enumerate(options):
        here = f"{place}.{index}"
        _check_words(option, f"{here}.")
        _check_options(option.get("options") or [], f"{here}.options")
        choices = option.get("choices") or []
        if len(choices) > 25:
            raise too_long(f"{here}.choices", 25)
        if choices and option.get("autocomplete"):
            raise invalid(
                here, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Choices and autocomplete exclude each other"
            )
        for number, choice in enumerate(choices):
            for text in (choice.get("name"), *(choice.get("name_localizations") or {}).values()):
                _check_text(text, f"{here}.choices.{number}.name")
            if isinstance(choice.get("value"), str):
                _check_text(choice["value"], f"{here}.choices.{number}.value")


def _check_words(body: Json, place: str) -> None:
    """Check name and description, in every language they are given in."""
    for name in (body.get("name") or "", *(body.get("name_localizations") or {}).values()):
        _check_name(name, f"{place}name")
    for text in (body.get("description"), *(body.get("description_localizations") or {}).values()):
        _check_text(text, f"{place}description")


def _check_name(name: str, place: str) -> None:
    if not NAME.fullmatch(name) or name != name.lower():
        raise invalid(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_text(text: str | None, place: str) -> None:
    if not 1 <= len(text or "") <= 100:
        raise invalid(place, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _length(body: Json) -> int:
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in body.get("choices") or [])
    own = len(body.get("name") or "") + len(body.get("description") or "")
    return own + choices + sum(_length(option) for option in body.get("options") or [])
