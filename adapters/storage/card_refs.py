"""Which message is a job's card, and which version of the job it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.storage.job_rows import to_job
from adapters.storage.statements import Statements
from bot.domain.job import Job, JobId


@dataclass(frozen=True, slots=True)
class SqlCardRefs:
    """`bot.ports.CardRefs` on SQL: two columns of the job row, which saving a job leaves alone."""

    sql: Statements

    async def ref(self, job_id: JobId) -> str | None:
        """The message, if it was posted."""
        ref: str | None = await self.sql.value("card_ref", id=job_id)
        return ref

    async def shown(self, cards: Mapping[JobId, tuple[str | None, int]]) -> None:
        """Note what the messages show now."""
        # By id, as whoever else changes many job rows does, or two transactions could wait for each other.
        rows = [{"id": job_id, "ref": ref, "version": version} for job_id, (ref, version) in sorted(cards.items())]
        await self.sql.run_each("card_shown", rows)

    async def behind(self, limit: int) -> Sequence[Job]:
        """Unfinished jobs first, then those finished lately, newest first."""
        unfinished = await self.sql.all("unfinished_behind", count=limit)
        finished = await self.sql.all("finished_behind", count=limit)
        return [to_job(row) for row in (*unfinished, *finished)][:limit]
