"""What one provider's API must be able to say, so that the desk can speak and misbehave for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.sandbox.task import Task


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is sent: HTTP status and JSON body."""

    status: int
    body: Mapping[str, Any]


class Voice(Protocol):
    """One provider's words."""

    provider: str

    def accepted(self, task: Task) -> Reply:
        """The answer to a submit that made this task."""
        ...

    def envelope(self, task: Task) -> Mapping[str, Any]:
        """What the provider says of a task, in a callback or when asked."""
        ...

    def error(self, code: int, message: str = "") -> Reply:
        """The answer to a request that was not accepted; without a message, the usual one of the code."""
        ...

    def model_gone(self, model: str) -> Reply:
        """The answer for a model that is no longer offered."""
        ...
