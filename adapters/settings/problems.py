"""What is wrong with the settings, in sentences for the operator: each names the setting and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from adapters.settings.chats import discord_problems, slack_problems
from adapters.settings.fields import PREFIX, PROVIDERS, Settings
from adapters.settings.names import setting_names, variable_name
from adapters.settings.problem import Problem

_SENTENCES: Final[Mapping[str, str]] = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must have at least {min_length} characters",
    "too_short": "must have at least {min_length} characters",
    "literal_error": "must be {expected}",
}


class SettingsError(Exception):
    """Everything that is wrong with the settings, at once. Holds no value of a secret."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(f"{name}: {sentence}" for name, sentence in self.problems)


def problems_of(error: ValidationError) -> Iterator[Problem]:
    """What the model found. Only the kinds listed above say more than that, and none quotes a value by itself."""
    for found in error.errors(include_url=False, include_input=False):
        yield Problem(variable_name(found["loc"]), _sentence(found["type"], found.get("ctx", {})))


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    return _SENTENCES.get(kind, "cannot be used as it is written").format_map(context)


def unknown_names(given: Collection[str]) -> Iterator[Problem]:
    """Each variable with our prefix that is no setting, with the nearest that is one."""
    known = [name.removeprefix(PREFIX) for name in setting_names()]
    for name in sorted(set(given) - set(setting_names())):
        nearest = get_close_matches(name.removeprefix(PREFIX), known, n=1)
        advice = f"did you mean {PREFIX}{nearest[0]}?" if nearest else "docs/settings.md lists them all"
        yield Problem(name, f"is no setting; {advice}")


def unfit_for_a_run(settings: Settings) -> Iterator[Problem]:
    """What only a running bot needs, and what two settings together make wrong."""
    yield from _provider_problems(settings)
    yield from discord_problems(settings)
    yield from slack_problems(settings)
    if settings.web and settings.web_password is None and not _is_private(settings):
        sentence = "is needed: others than this machine can reach the chat page. Set one, or SORA_WEB=false"
        yield Problem("SORA_WEB_PASSWORD", sentence)


def _provider_problems(settings: Settings) -> Iterator[Problem]:
    for provider in settings.provider_order:
        if provider not in PROVIDERS:
            known = ", ".join(PROVIDERS)
            yield Problem("SORA_PROVIDERS", f"names {provider!r}, which is no provider; there is: {known}")
        elif settings.login(provider).api_key is None:
            sentence = f"is needed for {provider}. Set your key, or take {provider} out of SORA_PROVIDERS"
            yield Problem(variable_name((provider, "api_key")), sentence)
    if not settings.provider_order:
        name = variable_name((PROVIDERS[0], "api_key"))
        yield Problem(name, "is needed: no provider has a key. `sora-bot demo` runs without one")


def _is_private(settings: Settings) -> bool:
    """Whether nobody but this machine reaches the listener; a public URL means that somebody forwards to it."""
    return settings.listen.is_loopback and settings.public_url is None
