"""A person takes a finished video out of its conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from bot import texts
from bot.domain.chat import Notice, Requester, refusal
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.domain.job import Job, JobId, JobStatus
from bot.ports import Clock, Messenger, Store, Transaction
from bot.usecases.change_job import save_job
from bot.usecases.reach import is_known, is_own, may_change
from bot.usecases.show_cards import CardBoard

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteVideo:
    """The message goes; the job stays in the history, and what it cost stays spent."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    board: CardBoard

    async def ask(self, job_id: JobId, requester: Requester) -> Notice:
        """The question before it."""
        job = await self._deletable(job_id, requester)
        return job if isinstance(job, Notice) else texts.delete_notice(job, is_own=is_own(job, requester))

    async def __call__(self, job_id: JobId, requester: Requester) -> Notice:
        """Remove the message, and note that on the job."""
        job = await self._deletable(job_id, requester)
        if isinstance(job, Notice):
            return job
        assert job.message_ref is not None  # or it could not be deleted
        try:
            await self._remove(job, job.message_ref)
        except ConversationGone:
            return refusal(texts.not_removed())
        except DeliveryPaused as error:
            return refusal(texts.busy(error.retry_after))
        # The message first: after a crash in between, the question can be asked and answered again.
        after = await self.store.write(lambda tx: self._note(tx, job_id))
        if after is not None:
            log.info("video_deleted", job=job.id)
            self.board.changed(after)
        return Notice(text=texts.deleted())

    async def _remove(self, job: Job, ref: str) -> None:
        card = await self.board.ref_of(job.id)
        await self.messengers[job.conversation.platform].remove_video(job.conversation, job.id, ref, card)

    async def _note(self, tx: Transaction, job_id: JobId) -> Job | None:
        job = await tx.jobs.get(job_id)
        if job is None or job.deleted_at is not None:
            return None
        now = self.clock.now()
        return await save_job(tx, replace(job, deleted_at=now), now, history="deleted")

    async def _deletable(self, job_id: JobId, requester: Requester) -> Job | Notice:
        job = await self.store.read(lambda tx: tx.jobs.get(job_id))
        if job is None or not is_known(job, requester):
            return refusal(texts.unknown_job(job_id, requester.manner))
        if not may_change(job, requester):
            return refusal(texts.not_yours(job_id, requester.manner))
        is_there = job.status is JobStatus.POSTED and job.deleted_at is None and not _is_kept_link(job)
        return job if is_there else refusal(texts.cannot_delete(job, requester.manner))


def _is_kept_link(job: Job) -> bool:
    """Whether an address stands where a message's ref would."""
    return job.message_ref is None or "://" in job.message_ref
