"""Reading jobs for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from adapters.storage.job_rows import name_in, seconds_key, to_history, to_job
from adapters.storage.moments import to_ms
from adapters.storage.statements import Statements
from bot.domain.chat import Requester
from bot.domain.job import Job, JobId
from bot.domain.video import ProviderName, VideoRequest
from bot.ports import Usage

_LAST: Final = 20
"""How many posted jobs the usual duration is taken from."""


@dataclass(frozen=True, slots=True)
class SqlJobViews:
    """`bot.ports.JobViews` on SQL."""

    sql: Statements

    async def unfinished_of(self, requester: Requester) -> Sequence[Job]:
        """This person's jobs on their way, oldest first."""
        return [to_job(row) for row in await self.sql.all("unfinished_jobs_of", **_whose(requester))]

    async def recent_of(self, requester: Requester, limit: int, skip: int = 0) -> Sequence[Job]:
        """This person's finished jobs, newest first, without the first `skip`."""
        rows = await self.sql.all("recent_jobs_of", **_whose(requester), count=limit, skip=skip)
        return [to_job(row) for row in rows]

    async def unfinished_in_team(self, requester: Requester, limit: int) -> Sequence[Job]:
        """The team's jobs on their way, oldest first. Looks through those of all teams: there are never many."""
        return await self._in_team("unfinished_jobs_in_team", requester, limit)

    async def recent_in_team(self, requester: Requester, limit: int) -> Sequence[Job]:
        """The team's finished jobs, newest first."""
        return await self._in_team("recent_jobs_in_team", requester, limit)

    async def team_usage(self, requester: Requester, since: datetime, limit: int) -> Sequence[Usage]:
        """What each person of the team was charged for."""
        rows = await self.sql.all(
            "team_usage", platform=requester.platform, team=requester.team, since=to_ms(since), count=limit
        )
        return [Usage(name_in(person), videos, seconds, microusd) for person, videos, seconds, microusd in rows]

    async def _in_team(self, name: str, requester: Requester, limit: int) -> Sequence[Job]:
        rows = await self.sql.all(name, platform=requester.platform, team=requester.team, count=limit)
        return [to_job(row) for row in rows]

    async def waiting_before(self, job: Job) -> int:
        """The job's place in the line of its provider, from zero."""
        count: int = await self.sql.value(
            "waiting_before", provider=job.provider, created_at=to_ms(job.created_at), id=job.id
        )
        return count

    async def totals(self) -> tuple[int, int]:
        """Waiting to be sent, and on their way."""
        waiting: int = await self.sql.value("count_waiting")
        unfinished: int = await self.sql.value("count_unfinished")
        return waiting, unfinished - waiting

    async def history(self, job_id: JobId) -> Sequence[tuple[datetime, str]]:
        """What happened to a job, in order."""
        return to_history(await self.sql.value("job_history", id=job_id) or "")

    async def usual_duration(self, provider: ProviderName, request: VideoRequest) -> timedelta | None:
        """The median of the last posted jobs of this model and length."""
        rows = await self.sql.all(
            "last_durations", provider=provider, model=request.model, seconds=seconds_key(request), count=_LAST
        )
        return timedelta(milliseconds=median(ms for (ms,) in rows)) if rows else None


def _whose(requester: Requester) -> dict[str, object]:
    return {
        "requester_key": requester.key,
        "team": requester.team,
        "all_teams": int(requester.reaches_all_teams),
    }
