"""Speaks into the conversations of the chat page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from adapters.web.as_json import card_json, notice_json, video_json
from adapters.web.media_folder import MediaFolder
from adapters.web.room import REMOVED, Room
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.ports import PostedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class WebMessenger:
    """The port `Messenger` over the page's log. `limit` is the largest file in bytes, None for no limit."""

    room: Room
    media: MediaFolder
    limit: int | None = None

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:  # noqa: ARG002
        """Post or edit the job's one card; the job's id finds it, so `ref` is not needed."""
        message = await self.room.put(conversation.channel, f"card:{card.job_id}", "card", card_json(card))
        return message.id

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Bring the file into the page's folder, then say so once.

        A crash in between leaves a file and no message: the next try writes the same file again.
        """
        key = f"video:{post.job_id}"
        known = await self.room.log.get(key)
        if known is not None:
            return known.id
        await self.room.require(conversation.channel)
        if path is not None:
            await self.media.place(post.job_id, path)
        src = f"/media/{post.job_id}.mp4" if path is not None else None
        body = video_json(post, src=src, link=link)
        message, _ = await self.room.add_once(conversation.channel, key, "video", body)
        return message.id

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:  # noqa: ARG002
        """The page's log knows every video it has shown."""
        message = await self.room.log.get(f"video:{job_id}")
        return None if message is None else message.id

    async def posted_file(
        self,
        conversation: Conversation,  # noqa: ARG002
        job_id: str,
        ref: str,  # noqa: ARG002
        card: str | None,  # noqa: ARG002
    ) -> Path | PostedFile | None:
        """The file that the page plays."""
        return self.media.find(job_id)

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        """An address within the page, which opens the conversation there."""
        return f"#{conversation.channel}/{ref}"

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:  # noqa: ARG002
        """Nothing stays of it but that it is gone, which open pages have to hear."""
        await self.room.put(conversation.channel, f"video:{job_id}", REMOVED, {"job_id": job_id})
        self.media.remove(job_id)

    async def direct(self, requester: Requester) -> Conversation | None:  # noqa: ARG002
        """The page has no conversations of two."""
        return None

    async def upload_limit(self, conversation: Conversation) -> int | None:
        """The same everywhere on this page."""
        await self.room.require(conversation.channel)
        return self.limit

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """Post a plain answer for everybody."""
        await self.room.put(conversation.channel, f"notice:{secrets.token_hex(12)}", "notice", notice_json(notice))
