"""Finished videos in Discord: posted once, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord

from adapters.discord.channels import channel_of
from adapters.discord.faults import is_token_over, may_not_reply
from adapters.discord.finding import find_post, shows_video
from adapters.discord.layout import video_view
from adapters.discord.places import Ref
from adapters.discord.views import still
from adapters.discord.whispers import Whispers
from bot.domain.chat import Conversation, VideoPost
from bot.domain.errors import ConversationGone


@dataclass(frozen=True, slots=True)
class Videos:
    """Posts videos as answers to their cards, mentioning nobody but the requester. A nonce makes a repeat harmless."""

    client: discord.Client

    async def post(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> Ref:
        """Post it, or put it where its private card stands."""
        view = still(video_view(post, has_file=path is not None, link=link))
        if conversation.only is not None:
            return await self._whisper(post, view, path)
        reference = _reference(conversation, post)
        try:
            return await self._send(conversation, post, view, path, reference)
        except discord.Forbidden as error:
            if reference is None or not may_not_reply(error):
                raise
        return await self._send(conversation, post, view, path, None)

    async def find(self, conversation: Conversation, job_id: str, card: Ref | None) -> Ref | None:
        """What an earlier try has posted: in the place of a whispered card, or after the card."""
        if conversation.only is not None:
            return None if card is None else await self._whispered(card, job_id)
        channel = await channel_of(self.client, conversation)
        try:
            message = await find_post(channel, job_id, self.client.user, None if card is None else card.message)
        except discord.Forbidden:
            return None  # who may not read what was said here cannot know
        return None if message is None else Ref.of(message)

    async def _send(
        self,
        conversation: Conversation,
        post: VideoPost,
        view: discord.ui.LayoutView,
        path: Path | None,
        reference: discord.MessageReference | None,
    ) -> Ref:
        options: dict[str, Any] = {} if reference is None else {"reference": reference}
        channel = await channel_of(self.client, conversation)
        with _files(path, post.filename) as files:
            message = await channel.send(
                view=view, files=files, nonce=f"video-{post.job_id}", allowed_mentions=_only(post.mentions), **options
            )
        return Ref.of(message)

    async def _whisper(self, post: VideoPost, view: discord.ui.LayoutView, path: Path | None) -> Ref:
        """Put the video where its card stands, for the one person who sees that.

        A message of its own could not be made single: what follows an answer has no nonce, and is in no history where
        an earlier try could be found. Editing the card twice comes to the same, and the card tells whether it was done.
        """
        card = None if post.reply_to is None else Ref.parse(post.reply_to)
        if card is None or not card.is_open:
            raise ConversationGone
        try:
            with _files(path, post.filename) as files:
                await self._whispers.edit(card, view, files)
        except discord.HTTPException as error:
            if not is_token_over(error):
                raise
            raise ConversationGone from None
        return card.bare

    async def _whispered(self, card: Ref, job_id: str) -> Ref | None:
        if not card.is_open:
            return None
        try:
            message = await self._whispers.read(card)
        except discord.HTTPException as error:
            if not is_token_over(error):
                raise
            return None
        return card.bare if shows_video(message, job_id) else None

    @property
    def _whispers(self) -> Whispers:
        return Whispers(self.client)


def _reference(conversation: Conversation, post: VideoPost) -> discord.MessageReference | None:
    """The card, where the video goes into the same channel; whether it is still there does not matter."""
    card = None if post.reply_to is None else Ref.parse(post.reply_to)
    if card is None or card.token is not None or str(card.channel) != conversation.channel:
        return None
    return discord.MessageReference(message_id=card.message, channel_id=card.channel, fail_if_not_exists=False)


def _only(user: str) -> discord.AllowedMentions:
    return discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(int(user))], replied_user=False)


@contextmanager
def _files(path: Path | None, name: str) -> Iterator[list[discord.File]]:
    """The file to upload, opened anew for each request, since discord.py closes what it has sent."""
    files = [] if path is None else [discord.File(path, filename=name)]
    try:
        yield files
    finally:
        for file in files:
            file.close()
