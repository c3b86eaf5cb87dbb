"""What carries "look at this job again" to the workers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    """What a queue entry asks for. `SUBMIT` carries a provider's name, the others a job's id."""

    SUBMIT = "submit"
    FOLLOW = "follow"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """'Look at this again', after `delay`. Losing or repeating one is harmless."""

    step: Step
    key: str
    delay: timedelta = timedelta(0)

    @property
    def is_nudge(self) -> bool:
        """Whether it asks for a look at a provider's line right now: many such at one time are as good as one."""
        return self.step is Step.SUBMIT and not self.delay


class JobQueue(Protocol):
    """Carries entries to the workers."""

    async def put(self, entries: Sequence[QueueEntry]) -> None:
        """Hand entries over, outside any transaction."""
        ...

    async def work(self, handlers: Mapping[Step, Callable[[str], Awaitable[None]]]) -> None:
        """Run handlers, many at a time, until cancelled. A handler's exception is logged, and the entry is dropped.

        When cancelled, running handlers get a few seconds to finish before they are cancelled too.
        """
        ...
