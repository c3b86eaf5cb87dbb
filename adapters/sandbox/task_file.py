"""A task as the JSON it is kept as, and back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final, TypeVar

from adapters.sandbox.task import Envelope, Failure, Order, Problem, Task, TaskState
from bot.domain.video import Size

S = TypeVar("S")
T = TypeVar("T")

VERSION: Final = 1
"""To be raised with every change that an earlier program would misread."""

_WORDS: Final = ("provider", "model", "prompt", "image_url", "callback_url")
_MISREAD: Final = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class NotATask(Exception):
    """What was read is half a file, another version's, or another program's."""


def to_json(task: Task) -> bytes:
    """All that the next run has to know of the task."""
    document = {
        "version": VERSION,
        "id": task.id,
        "media_id": task.media_id,
        "order": asdict(task.order),
        "created_ms": task.created_ms,
        "completed_ms": task.completed_ms,
        "state": task.state,
        "failure": _optional(asdict, task.failure),
        "result": task.result,
        "image": _optional(lambda image: b64encode(image).decode(), task.image),
        "status_calls": task.status_calls,
        "downloads": task.downloads,
        "callbacks": task.callbacks,
        "is_settled": task.settled.is_set(),
    }
    return json.dumps(document).encode()


def to_task(data: bytes, envelopes: Mapping[str, Envelope]) -> Task:
    """The task, with the envelope of its provider. Raises `NotATask`."""
    try:
        return _to_task(json.loads(data), envelopes)
    except _MISREAD as error:
        raise NotATask from error


def _to_task(document: Mapping[str, Any], envelopes: Mapping[str, Envelope]) -> Task:
    if document["version"] != VERSION:
        raise NotATask
    order = _to_order(document["order"])
    task = Task(
        order=order,
        envelope=envelopes[order.provider],
        id=str(document["id"]),
        media_id=str(document["media_id"]),
        created_ms=int(document["created_ms"]),
        completed_ms=_optional(int, document["completed_ms"]),
        state=TaskState(document["state"]),
        failure=_optional(_to_failure, document["failure"]),
        result=_optional(str, document["result"]),
        image=_optional(b64decode, document["image"]),
        status_calls=int(document["status_calls"]),
        downloads=int(document["downloads"]),
        callbacks=[int(status) for status in document["callbacks"]],
    )
    if document["is_settled"]:
        task.settled.set()
    return task


def _to_order(source: Mapping[str, Any]) -> Order:
    size = Size(int(source["size"]["width"]), int(source["size"]["height"]))
    return Order(**{word: str(source[word]) for word in _WORDS}, seconds=int(source["seconds"]), size=size)


def _to_failure(source: Mapping[str, Any]) -> Failure:
    return Failure(Problem(source["problem"]), _optional(str, source["code"]))


def _optional(turn: Callable[[S], T], value: S | None) -> T | None:
    return None if value is None else turn(value)
