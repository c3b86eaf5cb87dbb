"""A provider's record of one video in the making, the same for every API the sandbox speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from bot.domain.video import Size

_LANDSCAPE: Final = Size(1280, 720)


class TaskState(StrEnum):
    """How far a task is; each API has its own words for these."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Problem(StrEnum):
    """Why a task ended without a video; each API has its own codes for these."""

    REFUSED = "refused"
    BROKEN = "broken"
    IMAGE_UNREACHABLE = "image_unreachable"
    IMAGE_TOO_LARGE = "image_too_large"
    IMAGE_UNSUPPORTED = "image_unsupported"


@dataclass(frozen=True, slots=True)
class Failure:
    """A problem, and the provider's code where a fault asked for a certain one."""

    problem: Problem
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a client asked for, in neutral words. `callback_url` is empty where none was given."""

    provider: str
    model: str
    prompt: str = ""
    seconds: int = 4
    size: Size = _LANDSCAPE
    image_url: str = ""
    callback_url: str = ""

    @property
    def owner(self) -> str:
        """What tells one customer job from another: the callback address where there is one, else the prompt."""
        return self.callback_url or self.prompt

    def moved_to(self, root: str) -> Order:
        """The same order of a customer who is called back at another root now, with the pictures that lie there."""
        old, new = "/".join(self.callback_url.split("/")[:3]) + "/", root.rstrip("/") + "/"
        callback_url, image_url = (
            new + url[len(old) :] if url.startswith(old) else url for url in (self.callback_url, self.image_url)
        )
        return replace(self, callback_url=callback_url, image_url=image_url)


Envelope = Callable[["Task"], Mapping[str, Any]]
"""Makes the body that an API sends about a task."""


@dataclass(slots=True, kw_only=True, eq=False)
class Task:
    """One order and how it went. Moments are Unix milliseconds, None until they come.

    `envelope` makes the body its API sends about a task; `callbacks` holds the HTTP status of each try (0: no answer).
    `state_word` overrides the API's own word for the state. `is_late`: it should have ended while no sandbox was there.
    `ended` is set when it does not run any more, `settled` when nothing more will happen.
    """

    order: Order
    created_ms: int
    envelope: Envelope
    id: str = field(default_factory=lambda: f"task_{uuid4().hex}")
    media_id: str = field(default_factory=lambda: uuid4().hex)
    state: TaskState = TaskState.WAITING
    completed_ms: int | None = None
    failure: Failure | None = None
    result: str | None = None
    image: bytes | None = None
    status_calls: int = 0
    downloads: int = 0
    callbacks: list[int] = field(default_factory=list)
    state_word: str = ""
    is_late: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_over(self) -> bool:
        """True once the task will not change any more."""
        return self.state in (TaskState.DONE, TaskState.FAILED)
