"""Reads the settings from the environment and the `.env` file, and says everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from adapters.settings.fields import PREFIX, PROVIDERS, Login, Settings
from adapters.settings.names import variable_name
from adapters.settings.problem import Problem
from adapters.settings.problems import SettingsError, problems_of, unfit_for_a_run, unknown_names


def read_settings(env_file: Path | None = Path(".env"), *, for_run: bool = True) -> Settings:
    """The settings; where both name one, the environment wins over the file. An empty value counts as none.

    `for_run`: also check what only a running bot needs, such as a provider's key. Raises `SettingsError`.
    """
    variables, values = _gather(env_file)
    problems = [*unknown_names([name for name in variables if name.startswith(PREFIX)])]
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += problems_of(error)
        # With the wrong ones at their defaults the rest can be judged too.
        settings = Settings(**_without(values, [found["loc"] for found in error.errors()]))
    if for_run:
        problems += unfit_for_a_run(settings)
    if problems:
        raise SettingsError(_first_of_each_name(problems))
    return settings


def _gather(env_file: Path | None) -> tuple[Mapping[str, str | None], dict[str, Any]]:
    """All variables as they stand, and the values of our fields among them."""
    try:
        sources = DotEnvSettingsSource(Settings, env_file=env_file), EnvSettingsSource(Settings)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError((Problem(str(env_file), "cannot be read; make it a UTF-8 file you may open"),)) from error
    variables = {name.upper(): text for source in sources for name, text in source.env_vars.items()}
    values: dict[str, Any] = {field: value for source in sources for field, value in source().items()}
    values["accounts"] = {provider: _login_values(provider, variables) for provider in PROVIDERS}
    return variables, values


def _login_values(provider: str, variables: Mapping[str, str | None]) -> dict[str, str]:
    texts = {field: variables.get(variable_name((provider, field))) for field in Login.model_fields}
    return {field: text for field, text in texts.items() if text}


def _without(values: Mapping[str, Any], locations: Iterable[tuple[int | str, ...]]) -> dict[str, Any]:
    """The values, less the ones at these places."""
    left = dict(values)
    for first, *rest in locations:
        if rest:
            left[str(first)] = _without(left[str(first)], [tuple(rest)])
        else:
            left.pop(str(first), None)
    return left


def _first_of_each_name(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.name, problem)
    return tuple(first.values())
