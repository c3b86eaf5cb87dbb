"""The job rows: changed by use cases, read for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.chat import Requester
from bot.domain.job import Job, JobId
from bot.domain.video import ProviderName, VideoRequest


@dataclass(frozen=True, slots=True)
class Usage:
    """What one person was charged for: videos, their seconds, and millionths of a dollar as far as prices are known."""

    name: str
    videos: int
    seconds: int
    microusd: int


class StaleJob(Exception):
    """The job was changed by somebody else since it was read. The store runs the transaction again."""


class Jobs(Protocol):
    """The job rows, and the history of each."""

    async def get(self, job_id: JobId) -> Job | None:
        """One job."""
        ...

    async def add(self, job: Job, history: str) -> bool:
        """Insert a new job and the first line of its history; False when the id is taken (nothing changed)."""
        ...

    async def save(self, job: Job, history: str | None, at: datetime) -> None:
        """Write a changed job, where the row still has `job.version`; the row gets the next version.

        `history` is the name of what happened, kept with the moment. Raises `StaleJob`.
        """
        ...

    async def save_all(self, jobs: Sequence[Job], history: str, at: datetime) -> None:
        """Write many changed jobs to which the same happened, as `save` does each. Raises `StaleJob` for any."""
        ...

    async def claimable(self, provider: ProviderName, now: datetime, count: int) -> Sequence[Job]:
        """Up to `count` accepted jobs that are due, fairest first.

        The requester with the fewest running jobs comes first, where each job given here counts as running for the
        next; among equals, first come, first served.
        """
        ...

    async def slots_taken(self, provider: ProviderName, now: datetime) -> int:
        """How many places among the provider's concurrent tasks are taken."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Job]:
        """Unfinished jobs whose `due_at` or `deadline_at` has come and whose lease, if any, is over; oldest first."""
        ...

    async def void_leases(self, at: datetime) -> None:
        """End all leases and make their jobs due: for the start of a bot that owns its database alone."""
        ...


class JobViews(Protocol):
    """Reading jobs for people."""

    async def unfinished_of(self, requester: Requester) -> Sequence[Job]:
        """This person's jobs on their way, oldest first: of their team, or of all where they reach those."""
        ...

    async def recent_of(self, requester: Requester, limit: int, skip: int = 0) -> Sequence[Job]:
        """This person's finished jobs, newest first, of the same teams, without the first `skip` of them."""
        ...

    async def unfinished_in_team(self, requester: Requester, limit: int) -> Sequence[Job]:
        """The jobs of this person's team that are on their way, oldest first, whoever asked."""
        ...

    async def recent_in_team(self, requester: Requester, limit: int) -> Sequence[Job]:
        """The finished jobs of this person's team, newest first, whoever asked."""
        ...

    async def team_usage(self, requester: Requester, since: datetime, limit: int) -> Sequence[Usage]:
        """What each person of this one's team was charged for, of what ended since then; most videos first."""
        ...

    async def waiting_before(self, job: Job) -> int:
        """How many accepted jobs of the same provider came before this one."""
        ...

    async def totals(self) -> tuple[int, int]:
        """How many unfinished jobs wait to be sent, and how many are on their way, of everybody."""
        ...

    async def history(self, job_id: JobId) -> Sequence[tuple[datetime, str]]:
        """What happened to a job, in order."""
        ...

    async def usual_duration(self, provider: ProviderName, request: VideoRequest) -> timedelta | None:
        """The median time from submit to done of the last posted jobs of this model and length; None without any."""
        ...
