"""Speaks into Discord's channels over REST alone: a process without a gateway can deliver too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import discord
import structlog

from adapters.discord.faults import AWAY, faults_translated, is_deleted, is_token_over, is_too_large, may_not_reply
from adapters.discord.finding import find_post, shows, shows_video
from adapters.discord.layout import card_view, notice_view, video_view
from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.pending import PendingAnswer, Unanswered
from adapters.discord.places import DIRECT, Ref, direct_conversation
from adapters.discord.views import still
from adapters.discord.whispers import Whispers
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.domain.errors import ConversationGone, DeliveryPaused

log = structlog.get_logger()

_NOBODY: Final = discord.AllowedMentions.none()
_OF_THE_VIDEO: Final = frozenset({"fetching", "posted"})
"""Jobs of these statuses leave their whispered card alone: the video takes its place, and must keep it."""


@dataclass(slots=True)
class DiscordMessenger:
    """The port `Messenger`. `client` is logged in; whether it has a gateway does not matter here."""

    client: discord.Client
    limits: PlaceLimits = field(default_factory=PlaceLimits)
    _unanswered: Unanswered = field(default_factory=Unanswered)
    _tiers: dict[str, int] = field(default_factory=dict)

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """Answer the command with it, or post it, or edit the message. A whispered card ends with its token."""
        view = still(card_view(card))
        with faults_translated():
            if ref is None:
                return str(await self._new_card(conversation, card, view))
            await self._edit_card(_parsed(ref), card, view)
        return ref

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Post it as an answer to its card, mentioning nobody but the requester. The nonce makes a repeat harmless.

        A private one takes the place of its card, for as long as that can be changed; after that it must go elsewhere.
        """
        view = still(video_view(post, has_file=path is not None, link=link))
        try:
            with faults_translated():
                if conversation.only is not None:
                    return str(await self._whisper_video(post, view, path))
                return str(await self._post(conversation, post, view, path))
        except discord.HTTPException as error:
            if not is_too_large(error):
                raise
            await self._learn_limit(conversation)
            raise DeliveryPaused(AWAY) from None

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        """The message of ours that has this job's file or link: the place of a whispered card, or after the card."""
        ref = None if card is None else Ref.parse(card)
        with faults_translated():
            if conversation.only is not None:
                found = None if ref is None else await self._whispered_video(ref, job_id)
                return None if found is None else str(found)
            channel = await self._channel(conversation)
            try:
                message = await find_post(channel, job_id, self.client.user, None if ref is None else ref.message)
            except discord.Forbidden:
                return None  # who may not read what was said here cannot know
        return None if message is None else str(Ref.of(message))

    async def direct(self, requester: Requester) -> Conversation | None:
        """The direct messages with them; whether they are open shows when something is sent."""
        with faults_translated():
            try:
                channel = await self.client.create_dm(discord.Object(int(requester.user)))
            except (discord.Forbidden, discord.NotFound):
                return None
        return direct_conversation(channel.id)

    async def upload_limit(self, conversation: Conversation) -> int | None:
        """By the guild's boosts, and by what Discord said and refused lately."""
        with faults_translated():
            return self.limits.of(conversation.team, await self._tier(conversation.team))

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """Post a plain answer."""
        with faults_translated():
            channel = await self._channel(conversation)
            await channel.send(view=still(notice_view(notice)), allowed_mentions=_NOBODY)

    async def _new_card(self, conversation: Conversation, card: Card, view: discord.ui.LayoutView) -> Ref:
        pending = self._unanswered.of(card.job_id, is_private=conversation.only is not None)
        if pending is not None and (answered := await self._answer(pending, card.job_id, view)) is not None:
            return answered
        channel = await self._channel(conversation)
        message = await channel.send(view=view, nonce=f"card-{card.job_id}", allowed_mentions=_NOBODY)
        if not shows(message, view):  # by the nonce, it is the message of an earlier try
            await message.edit(view=view, allowed_mentions=_NOBODY)
        return Ref.of(message)

    async def _answer(self, pending: PendingAnswer, job_id: str, view: discord.ui.LayoutView) -> Ref | None:
        """Put a card where "thinking…" stands, or after it; None where Discord takes no answer any more.

        Where it is not known whether it arrived, the answer waits for another try.
        """
        self._unanswered.begin(job_id, pending)
        ref: Ref | None = None
        try:
            ref = await self._answered(pending, job_id, view)
        except discord.HTTPException as error:
            if not is_token_over(error):
                raise
        self._unanswered.end(job_id)
        return ref

    async def _answered(self, pending: PendingAnswer, job_id: str, view: discord.ui.LayoutView) -> Ref:
        if pending.taken_by != job_id:
            return await self._whispers.add(pending.answer, view)
        await self._whispers.edit(pending.answer, view)
        # What everybody sees is a message like any other, which the bot can change for ever.
        return pending.answer if pending.is_whisper else pending.answer.bare

    async def _edit_card(self, ref: Ref, card: Card, view: discord.ui.LayoutView) -> None:
        """A card that somebody has deleted stays deleted, and one whose token is over stays as it is."""
        if ref.token is not None and (card.status in _OF_THE_VIDEO or not ref.is_open):
            return
        try:
            if ref.token is not None:
                await self._whispers.edit(ref, view)
            else:
                place = self.client.get_partial_messageable(ref.channel)
                await place.get_partial_message(ref.message).edit(view=view, allowed_mentions=_NOBODY)
        except discord.HTTPException as error:
            if not (is_deleted(error) or (ref.token is not None and is_token_over(error))):
                raise
            log.info("discord_card_not_there", job=card.job_id, code=error.code)

    async def _post(
        self, conversation: Conversation, post: VideoPost, view: discord.ui.LayoutView, path: Path | None
    ) -> Ref:
        reference = _reference(conversation, post)
        try:
            return await self._send(conversation, post, view, path, reference)
        except discord.Forbidden as error:
            if reference is None or not may_not_reply(error):
                raise
        return await self._send(conversation, post, view, path, None)

    async def _send(
        self,
        conversation: Conversation,
        post: VideoPost,
        view: discord.ui.LayoutView,
        path: Path | None,
        reference: discord.MessageReference | None,
    ) -> Ref:
        options: dict[str, Any] = {} if reference is None else {"reference": reference}
        channel = await self._channel(conversation)
        with _files(path, post.filename) as files:
            message = await channel.send(
                view=view, files=files, nonce=f"video-{post.job_id}", allowed_mentions=_only(post.mentions), **options
            )
        return Ref.of(message)

    async def _whisper_video(self, post: VideoPost, view: discord.ui.LayoutView, path: Path | None) -> Ref:
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

    async def _whispered_video(self, card: Ref, job_id: str) -> Ref | None:
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

    async def _channel(self, conversation: Conversation) -> discord.PartialMessageable | discord.DMChannel:
        """The place itself, or the direct messages of the one person who may see it."""
        if conversation.only is not None:
            return await self.client.create_dm(discord.Object(int(conversation.only)))
        guild = None if conversation.team == DIRECT else int(conversation.team)
        return self.client.get_partial_messageable(int(conversation.channel), guild_id=guild)

    async def _tier(self, team: str) -> int:
        """The guild's boost tier, from the gateway's cache where there is one. Asked for once, else."""
        if team == DIRECT:
            return 0
        guild = self.client.get_guild(int(team))
        if guild is not None:
            return guild.premium_tier
        if team not in self._tiers:
            self._tiers[team] = (await self.client.fetch_guild(int(team), with_counts=False)).premium_tier
        return self._tiers[team]

    async def _learn_limit(self, conversation: Conversation) -> None:
        self.limits.refuse(conversation.team, await self._tier(conversation.team))


def _parsed(ref: str) -> Ref:
    parsed = Ref.parse(ref)
    if parsed is None:
        raise ConversationGone
    return parsed


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
