"""Queue entries as PgQueuer carries them: step as entrypoint, key as payload, delay as `execute_after`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypedDict

from bot.ports import QueueEntry


class Enqueued(TypedDict):
    """Arguments of PgQueuer's `enqueue` for many entries at once."""

    entrypoint: list[str]
    payload: list[bytes | None]
    priority: list[int]
    execute_after: list[timedelta | None]


def to_enqueued(entries: Sequence[QueueEntry]) -> Enqueued:
    """All entries, in order."""
    return Enqueued(
        entrypoint=[entry.step.value for entry in entries],
        payload=[entry.key.encode() for entry in entries],
        priority=[0] * len(entries),
        execute_after=[entry.delay for entry in entries],
    )
