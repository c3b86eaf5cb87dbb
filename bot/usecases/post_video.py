"""Where a finished video goes: into its conversation, else to the requester directly, else behind a link."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from bot import texts
from bot.domain.chat import Conversation
from bot.domain.errors import ConversationGone, TooLargeToPost
from bot.domain.job import Job
from bot.ports import Clip, MediaTools, Messenger, Spool
from bot.usecases.show_cards import CardBoard

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostVideo:
    """Posts once, whatever stands in the way.

    Where no way is left, raises `ConversationGone`, or `TooLargeToPost`.
    """

    media: MediaTools
    spool: Spool
    messengers: Mapping[str, Messenger]
    board: CardBoard

    async def find(self, job: Job) -> str | None:
        """The message of an earlier try that died between the post and the row."""
        messenger = self.messengers[job.conversation.platform]
        card = await self.board.ref_of(job.id)
        with suppress(ConversationGone):
            if (found := await messenger.find_video(job.conversation, job.id, card)) is not None:
                return found
        with suppress(ConversationGone):
            direct = await messenger.direct(job.requester)
            return None if direct is None else await messenger.find_video(direct, job.id, card)
        return None

    async def __call__(self, job: Job, clip: Clip, path: Path) -> str:
        """Post the file, fitted to what the place takes, and return the message's ref or the link's address."""
        try:
            return await self._into(job.conversation, job, clip, path)
        except ConversationGone:
            log.info("conversation_gone", job=job.id)
        direct = await self.messengers[job.conversation.platform].direct(job.requester)
        if direct is not None:
            try:
                return await self._into(direct, job, clip, path)
            except ConversationGone:
                log.info("requester_not_reached", job=job.id)
        link = await self.spool.publish(job.id, path, texts.filename(job))
        if link is None:
            raise ConversationGone
        return link

    async def _into(self, conversation: Conversation, job: Job, clip: Clip, path: Path) -> str:
        messenger = self.messengers[conversation.platform]
        file, link = await self._fit(messenger, conversation, job, clip, path)
        is_elsewhere = conversation != job.conversation
        post = texts.video_post(job, clip, link, is_elsewhere=is_elsewhere)
        if not is_elsewhere:
            post = replace(post, reply_to=await self.board.ref_of(job.id))
        return await messenger.post_video(conversation, post, file, link)

    async def _fit(
        self, messenger: Messenger, conversation: Conversation, job: Job, clip: Clip, path: Path
    ) -> tuple[Path | None, str | None]:
        """The file as it goes up, or the link that stands in for it."""
        limit = await messenger.upload_limit(conversation)
        if limit is None or clip.bytes <= limit:
            return path, None
        fitted = await self.media.fit_video(path, limit)
        if fitted is not None:
            return fitted, None
        link = await self.spool.publish(job.id, path, texts.filename(job))
        if link is None:
            raise TooLargeToPost
        return None, link
