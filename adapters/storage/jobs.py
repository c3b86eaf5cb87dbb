"""The job rows and their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from adapters.storage.job_rows import history_line, to_job, to_new_values, to_values
from adapters.storage.moments import to_ms
from adapters.storage.statements import Statements
from bot.domain.job import Job, JobId
from bot.domain.video import ProviderName
from bot.ports import StaleJob


@dataclass(frozen=True, slots=True)
class SqlJobs:
    """`bot.ports.Jobs` on SQL. Who asked, where and for what never changes after `add`."""

    sql: Statements

    async def get(self, job_id: JobId) -> Job | None:
        """One job."""
        row = await self.sql.one("get_job", id=job_id)
        return None if row is None else to_job(row)

    async def add(self, job: Job, history: str) -> bool:
        """Insert it with the first line of its history, unless its id is taken."""
        line = history_line(job.created_at, history)
        return bool(await self.sql.run("add_job", history=line, **to_new_values(job)))

    async def save(self, job: Job, history: str | None, at: datetime) -> None:
        """Write what may change, where nobody else has since it was read."""
        line = "" if history is None else history_line(at, history)
        if not await self.sql.run("save_job", history=line, **to_values(job)):
            raise StaleJob(job.id)

    async def save_all(self, jobs: Sequence[Job], history: str, at: datetime) -> None:
        """Write them as `save` does, in one go."""
        line = history_line(at, history)
        # By id, as whoever else changes many job rows does, or two transactions could wait for each other.
        rows = [to_values(job) | {"history": line} for job in sorted(jobs, key=attrgetter("id"))]
        if await self.sql.run_each("save_job", rows) != len(rows):
            raise StaleJob(*(job.id for job in jobs))

    async def claimable(self, provider: ProviderName, now: datetime, count: int) -> Sequence[Job]:
        """Accepted jobs that are due, in the order of their turns."""
        rows = await self.sql.all("claimable_jobs", provider=provider, now=to_ms(now), count=count)
        return [to_job(row) for row in rows]

    async def slots_taken(self, provider: ProviderName, now: datetime) -> int:
        """Places held at the provider, by unfinished jobs and by tasks we walked away from."""
        taken: int = await self.sql.value("slots_taken", provider=provider, now=to_ms(now))
        return taken

    async def due(self, now: datetime, limit: int) -> Sequence[Job]:
        """Jobs to look at, longest due first."""
        return [to_job(row) for row in await self.sql.all("due_jobs", now=to_ms(now), count=limit)]

    async def void_leases(self, at: datetime) -> None:
        """End all leases and make their jobs due."""
        await self.sql.run("void_leases", at=to_ms(at))
