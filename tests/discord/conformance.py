"""Compares what the bot sends with Discord's own description of its API, where that is at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.discord import description
from tests.discord.calls import Call


def violations(call: Call) -> list[str]:
    """What is wrong with the body of a request."""
    return _compare(call, call.body, "requestBody")


def violations_of_answer(call: Call, status: int, body: Any) -> list[str]:
    """What is wrong with the stand-in's own answer."""
    return _compare(call, body, "responses", str(status))


def _compare(call: Call, body: Any, *where: str) -> list[str]:
    pointer = description.pointer(
        "paths", call.route, call.method.lower(), *where, "content", "application/json", "schema"
    )
    if pointer is None or body is None:
        return []
    errors = description.validator(pointer).iter_errors(body)
    return [f"{call.method} {call.route}: {_deepest(error)}" for error in errors]


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
    """What is wrong with the stand-in's answers; its own tests look at them."""
    checks_answers: bool = False

    def request(self, call: Call) -> None:
        self.found += violations(call)

    def answer(self, call: Call, status: int, body: Any) -> None:
        if self.checks_answers:
            self.own += violations_of_answer(call, status, body)
