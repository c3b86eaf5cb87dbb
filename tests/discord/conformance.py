"""Compares what the bot sends with Discord's own description of its API, where that file is at hand.

The file is no part of the project: https://github.com/discord/discord-api-spec, specs/openapi.json, kept beside the
project as ../shared/specs/discord-openapi.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # publishes no types
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.discord.calls import Call

FILE: Final = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"
ABSENT: Final = (
    "needs Discord's description of its API: "
    "save specs/openapi.json of github.com/discord/discord-api-spec as ../shared/specs/discord-openapi.json"
)
ADDRESS: Final = "urn:discord"


@cache
def _description() -> dict[str, Any] | None:
    if not FILE.exists():
        return None
    found: dict[str, Any] = json.loads(FILE.read_text())
    # Discord takes ids as numbers, too, and discord.py sends some of them so.
    found["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return found


@cache
def _registry() -> Registry[Any]:
    resource: Resource[Any] = DRAFT202012.create_resource(_description())
    found: Registry[Any] = Registry[Any]().with_resource(ADDRESS, resource)
    return found


@cache
def _validator(pointer: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"{ADDRESS}#{pointer}"}, registry=_registry())


def is_available() -> bool:
    return _description() is not None


def _pointer(call: Call, *rest: str) -> str | None:
    """Where the description speaks about the bodies of this call, if it does."""
    steps = ("paths", call.route, call.method.lower(), *rest, "content", "application/json", "schema")
    here: Any = _description()
    for step in steps:
        here = here.get(step) if isinstance(here, dict) else None
    if here is None:
        return None
    return "".join("/" + quote(step.replace("~", "~0").replace("/", "~1")) for step in steps)


def violations(call: Call) -> list[str]:
    """What is wrong with the body of a request."""
    return _compare(call, _pointer(call, "requestBody"), call.body)


def violations_of_answer(call: Call, status: int, body: Any) -> list[str]:
    """What is wrong with the stand-in's own answer."""
    return _compare(call, _pointer(call, "responses", str(status)), body)


def _compare(call: Call, pointer: str | None, body: Any) -> list[str]:
    if pointer is None or body is None:
        return []
    return [
        f"{call.method} {call.route}: {error.json_path}: {_deepest(error)}"
        for error in _validator(pointer).iter_errors(body)
    ]


def _deepest(error: Any) -> str:
    """The most telling of the errors within one of the kind "is not valid under any of the given schemas"."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    return f"{error.json_path}: {error.message[:300]}"


@dataclass(slots=True)
class Conformance:
    """What has been found so far."""

    found: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    checks_answers: bool = False

    def request(self, call: Call) -> None:
        if is_available():
            self.found += violations(call)

    def answer(self, call: Call, status: int, body: Any) -> None:
        if self.checks_answers and is_available():
            self.own += violations_of_answer(call, status, body)
