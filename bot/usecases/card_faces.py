"""What one process remembers of the cards it shows."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.chat import Card
from bot.domain.job import JobId, JobStatus
from bot.ports import Clock

KEEP_ENDED: Final = timedelta(seconds=10)
IDLE: Final = timedelta(minutes=10)


@dataclass(slots=True)
class Face:
    """What is known of one card: its message, what it shows, and when it was last edited.

    `is_ours`: the request was taken in this process, which posts the card.
    """

    is_ours: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ref: str | None = None
    card: Card | None = None
    version: int = -1
    edited_at: datetime | None = None
    pause: timedelta = timedelta(0)

    @property
    def is_waiting(self) -> bool:
        """Whether it shows a place in the line, which changes without the job changing."""
        return self.card is not None and self.card.status == JobStatus.ACCEPTED


@dataclass(slots=True)
class Faces:
    """All of them, for as long as they matter."""

    clock: Clock
    _known: dict[JobId, Face] = field(default_factory=dict)
    _ended: deque[tuple[datetime, JobId]] = field(default_factory=deque)

    def of(self, job_id: JobId) -> Face:
        """What is known of this card, from now on."""
        return self._known.setdefault(job_id, Face())

    def known(self, job_id: JobId) -> Face | None:
        """What is known of this card, if anything is."""
        return self._known.get(job_id)

    def waiting(self) -> list[JobId]:
        """The jobs whose cards show a place in the line, those first that were seen first."""
        return [job_id for job_id, face in self._known.items() if face.is_waiting]

    def forget(self, job_id: JobId) -> None:
        """Let one go."""
        self._known.pop(job_id, None)

    def forget_ended(self, shown: Iterable[JobId]) -> None:
        """Let those of ended jobs go, a while later: a slow first post must still find that it comes too late."""
        now = self.clock.now()
        for job_id in shown:
            face = self._known.get(job_id)
            if face is not None and face.card is not None and face.card.is_final:
                self._ended.append((now, job_id))
        while self._ended and now - self._ended[0][0] >= KEEP_ENDED:
            self.forget(self._ended.popleft()[1])

    def forget_idle(self, behind: Container[JobId]) -> None:
        """Let those go with which another process has gone on; whatever comes of them is read anew."""
        now = self.clock.now()
        for job_id, face in list(self._known.items()):
            is_idle = face.edited_at is not None and now - face.edited_at > IDLE and not face.is_waiting
            if is_idle and job_id not in behind:
                self.forget(job_id)
