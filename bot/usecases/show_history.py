"""A person's videos of before, page by page, with the way to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot import texts
from bot.domain.chat import Notice, Requester
from bot.domain.job import Job, JobId
from bot.ports import Clock, Messenger, Store

ROWS: Final = 10
"""Videos on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHistory:
    """Pages are counted from the newest on, so they move along when a video is finished: nobody minds."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]

    async def __call__(self, page: int, requester: Requester) -> Notice:
        """One page; one more row than it has tells whether there are older ones."""
        skip = (page - 1) * ROWS
        found = await self.store.read(lambda tx: tx.views.recent_of(requester, ROWS + 1, skip))
        jobs = found[:ROWS]
        return texts.history_notice(
            jobs,
            self.clock.now(),
            page=page,
            has_older=len(found) > ROWS,
            places=self._places(jobs),
            manner=requester.manner,
        )

    def _places(self, jobs: Sequence[Job]) -> Mapping[JobId, str]:
        links = {job.id: self._place(job) for job in jobs}
        return {job_id: link for job_id, link in links.items() if link is not None}

    def _place(self, job: Job) -> str | None:
        messenger = self.messengers.get(job.conversation.platform)
        if messenger is None or job.message_ref is None or job.deleted_at is not None:
            return None
        return messenger.message_link(job.conversation, job.message_ref)
