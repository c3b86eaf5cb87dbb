"""A person's videos of before, page by page, with the way to each, and small, where the platform shows them again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import texts
from bot.domain.chat import Film, Notice, Requester
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.domain.job import Job, JobId
from bot.ports import Clock, Messenger, PostedFile, Store

ROWS: Final = 10
"""Videos on a page."""

LOOK_UP: Final = 2.0
"""Seconds for asking the platform where a video is: a page without pictures is better than one that never comes."""

WITHOUT_FILMS: Final = frozenset({"slack"})
"""Platforms that play a video nowhere but in its own message: nobody need ask where its file is."""


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
        notice = texts.history_notice(
            jobs,
            self.clock.now(),
            page=page,
            has_older=len(found) > ROWS,
            places=self._places(jobs),
            manner=requester.manner,
        )
        return replace(notice, films=await self._films(jobs))

    def _places(self, jobs: Sequence[Job]) -> Mapping[JobId, str]:
        links = {job.id: self._place(job) for job in jobs}
        return {job_id: link for job_id, link in links.items() if link is not None}

    def _place(self, job: Job) -> str | None:
        messenger = self.messengers.get(job.conversation.platform)
        if messenger is None or job.message_ref is None or job.deleted_at is not None:
            return None
        return messenger.message_link(job.conversation, job.message_ref)

    async def _films(self, jobs: Sequence[Job]) -> tuple[Film, ...]:
        async with asyncio.TaskGroup() as group:
            looks = [group.create_task(self._film(job)) for job in jobs]
        return tuple(film for look in looks if (film := look.result()) is not None)

    async def _film(self, job: Job) -> Film | None:
        """The posted video, where the platform has an address for it; a file of ours is shown where it was posted."""
        platform = job.conversation.platform
        messenger = None if platform in WITHOUT_FILMS else self.messengers.get(platform)
        if messenger is None or job.message_ref is None or job.deleted_at is not None:
            return None
        try:
            async with asyncio.timeout(LOOK_UP):
                card = await self.store.read(lambda tx: tx.cards.ref(job.id))
                place = await messenger.posted_file(job.conversation, job.id, job.message_ref, card)
        except (ConversationGone, DeliveryPaused, TimeoutError):
            return None
        if not isinstance(place, PostedFile) or place.bearer is not None:
            return None
        return Film(place.url, texts.film_words(job))
