"""The answer a person waits for: a command's first card becomes the answer to the command itself.

The core posts cards by the port `Messenger`, in the task that handles the interaction; so the messenger finds the
interaction in that task's context. Later cards, and every card after a restart, are messages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from adapters.discord.places import Ref


@dataclass(slots=True)
class PendingAnswer:
    """A deferred interaction: the message that says "thinking…", and whether one person alone sees it.

    `taken_by` is the job whose card takes its place, and `has_arrived` whether that is there already. Where it is not
    surely ours, another process may have answered.
    """

    answer: Ref
    is_whisper: bool
    is_ours: bool = True
    taken_by: str | None = None
    has_arrived: bool = False

    @property
    def is_used(self) -> bool:
        """Whether a card has taken the place of "thinking…", or is about to."""
        return self.taken_by is not None

    def fits(self, job_id: str, *, is_private: bool) -> bool:
        """Whether this job's card may stand here.

        What is private never stands in a public answer. What is public does not stand in a whisper, either: nobody else
        would see it, and nobody could change it once the token is over. A whisper has room for more than one card.
        """
        return is_private is self.is_whisper and (is_private or self.taken_by in (None, job_id))


_CURRENT: ContextVar[PendingAnswer | None] = ContextVar("pending", default=None)


@contextmanager
def answering(pending: PendingAnswer) -> Iterator[None]:
    """Let the first card that is posted inside be the answer."""
    token = _CURRENT.set(pending)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@dataclass(slots=True)
class Unanswered:
    """Answers that Discord did not take at once, by the job whose card they were: they are tried again.

    Whoever tries is another task by then; without this, the card would be posted a second time, beside a "thinking…"
    that never ends.
    """

    _known: dict[str, PendingAnswer] = field(default_factory=dict)

    def of(self, job_id: str, *, is_private: bool) -> PendingAnswer | None:
        """The answer in which this job's card may stand: the one it was meant for, or the one waiting in this task."""
        pending = self._known.get(job_id) or _CURRENT.get()
        is_good = pending is not None and pending.answer.is_open and pending.fits(job_id, is_private=is_private)
        return pending if is_good else None

    def has(self, job_id: str) -> bool:
        """Whether its card is to be tried again here."""
        known = self._known.get(job_id)
        return known is not None and known.answer.is_open

    def begin(self, job_id: str, pending: PendingAnswer) -> None:
        """Its card is on its way."""
        for job in [job for job, known in self._known.items() if not known.answer.is_open]:
            del self._known[job]
        self._known[job_id] = pending
        pending.taken_by = pending.taken_by or job_id

    def end(self, job_id: str) -> None:
        """It has arrived, or never will."""
        self._known.pop(job_id, None)
