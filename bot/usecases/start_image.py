"""The last picture of a posted video, for a video that goes on from there.

It is taken only when somebody asks for it: most videos are never gone on from, and nothing is kept for those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot import texts
from bot.domain.chat import Notice, Requester, refusal
from bot.domain.errors import ConversationGone, DeliveryPaused, SoraError
from bot.domain.job import Job, JobId, JobStatus
from bot.domain.job_events import Output
from bot.ports import Downloads, MediaTools, Messenger, PostedFile, Spool, Store
from bot.usecases.reach import is_visible

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class StartImage:
    """A picture, and the job whose video ends with it."""

    data: bytes
    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStartImage:
    """Looks at the posted file where the platform still has it, and else at the provider's."""

    store: Store
    messengers: Mapping[str, Messenger]
    downloads: Downloads
    media: MediaTools
    spool: Spool
    new_id: Callable[[], str]

    async def __call__(self, job_id: JobId, requester: Requester) -> StartImage | Notice:
        """The picture, or why there is none."""
        job = await self.store.read(lambda tx: tx.jobs.get(job_id))
        if job is None or not is_visible(job, requester):
            return refusal(texts.unknown_job(job_id, requester.manner))
        if job.status is not JobStatus.POSTED or job.deleted_at is not None:
            return refusal(texts.no_video_yet(job_id, requester.manner))
        for source in (await self._posted(job), job.output):
            data = None if source is None else await self._picture(job, source)
            if data is not None:
                return StartImage(data, job)
        return refusal(texts.start_image_gone())

    async def _posted(self, job: Job) -> Path | PostedFile | None:
        messenger = self.messengers[job.conversation.platform]
        try:
            card = await self.store.read(lambda tx: tx.cards.ref(job.id))
            return await messenger.posted_file(job.conversation, job.id, job.message_ref or "", card)
        except (ConversationGone, DeliveryPaused):
            return None

    async def _picture(self, job: Job, source: Path | PostedFile | Output) -> bytes | None:
        try:
            if isinstance(source, Path):
                return await self.media.last_picture(source)
            # A name of its own: somebody else may be at the same video.
            async with self.spool.room(JobId(self.new_id())) as path:
                if isinstance(source, PostedFile):
                    await self.downloads.fetch_posted(source, path)
                else:
                    await self.downloads.fetch_video(job.provider, source, path)
                return await self.media.last_picture(path)
        except (SoraError, OSError) as error:
            log.info("no_picture_of_video", job=job.id, error=type(error).__name__)
            return None
