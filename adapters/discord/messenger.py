"""Speaks into Discord's channels over REST alone: a process without a gateway can deliver too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import discord

from adapters.discord.faults import AWAY, faults_translated, is_token_over, is_too_large
from adapters.discord.layout import card_view, notice_view, video_view
from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.pending import Whispers, take_pending
from adapters.discord.places import DIRECT, Ref, direct_conversation
from adapters.discord.views import still
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.domain.errors import ConversationGone, DeliveryPaused

LOOK_BACK: Final = 50
"""Messages of a channel among which an earlier post is looked for."""

_NOBODY: Final = discord.AllowedMentions.none()


@dataclass(slots=True)
class DiscordMessenger:
    """The port `Messenger`. `client` is logged in; whether it has a gateway does not matter here."""

    client: discord.Client
    limits: PlaceLimits = field(default_factory=PlaceLimits)
    whispers: Whispers = field(default_factory=Whispers)
    _tiers: dict[str, int] = field(default_factory=dict)

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """Answer the command with it, or post it, or edit the message. A whispered card ends with its token."""
        view = still(card_view(card))
        with faults_translated():
            if ref is None:
                return str(await self._new_card(conversation, card, view))
            if conversation.only is None:
                await self._message(ref).edit(view=view, allowed_mentions=_NOBODY)
            else:
                await self._edit_whisper(card.job_id, view)
        return ref

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Post it as an answer to its card, mentioning nobody but the requester. The nonce makes a repeat harmless."""
        view = still(video_view(post, has_file=path is not None, link=link))
        try:
            with faults_translated(), _files(path, post.filename) as files:
                return str(await self._post(conversation, post, view, files))
        except discord.HTTPException as error:
            if not is_too_large(error):
                raise
            await self._learn_limit(conversation)
            raise DeliveryPaused(AWAY) from None

    async def find_video(self, conversation: Conversation, job_id: str) -> str | None:
        """The message of ours that has this job's file or link, among the last of the channel."""
        with faults_translated():
            channel = await self._channel(conversation)
            try:
                async for message in channel.history(limit=LOOK_BACK):
                    if _is_video(message, job_id, self.client):
                        return str(Ref.of(message))
            except discord.Forbidden:
                return None  # who may not read what was said here cannot know
        return None

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
        pending = take_pending()
        if pending is not None:
            if conversation.only is not None:
                self.whispers.keep(card.job_id, pending.interaction)
            return await pending.show(view)
        channel = await self._channel(conversation)
        message = await channel.send(view=view, nonce=f"card-{card.job_id}", allowed_mentions=_NOBODY)
        return Ref.of(message)

    async def _post(
        self, conversation: Conversation, post: VideoPost, view: discord.ui.LayoutView, files: list[discord.File]
    ) -> Ref:
        mentions = discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(int(post.mentions))], replied_user=False
        )
        if conversation.only is not None and (whispered := await self._whisper(post, view, files, mentions)):
            return whispered
        options: dict[str, Any] = {}
        card = Ref.parse(post.reply_to) if post.reply_to is not None and conversation.only is None else None
        if card is not None and str(card.channel) == conversation.channel:
            options["reference"] = discord.MessageReference(
                message_id=card.message, channel_id=card.channel, fail_if_not_exists=False
            )
        channel = await self._channel(conversation)
        message = await channel.send(
            view=view, files=files, nonce=f"video-{post.job_id}", allowed_mentions=mentions, **options
        )
        return Ref.of(message)

    async def _whisper(
        self,
        post: VideoPost,
        view: discord.ui.LayoutView,
        files: list[discord.File],
        mentions: discord.AllowedMentions,
    ) -> Ref | None:
        """Answer the command once more; None where it can be answered no more: its token is over, sometimes early."""
        whisper = self.whispers.of(post.job_id)
        if whisper is None:
            return None
        try:
            answer = await whisper.followup.send(
                view=view, files=files, ephemeral=True, wait=True, allowed_mentions=mentions
            )
        except discord.HTTPException as error:
            if not is_token_over(error):
                raise
            self.whispers.forget(post.job_id)
            for file in files:
                file.reset()
            return None
        return Ref.of(answer)

    async def _edit_whisper(self, job_id: str, view: discord.ui.LayoutView) -> None:
        whisper = self.whispers.of(job_id)
        if whisper is None:
            return
        try:
            await whisper.edit_original_response(view=view, allowed_mentions=_NOBODY)
        except discord.HTTPException as error:
            if not is_token_over(error):
                raise
            self.whispers.forget(job_id)

    async def _channel(self, conversation: Conversation) -> discord.PartialMessageable | discord.DMChannel:
        """The place itself, or the direct messages of the one person who may see it."""
        if conversation.only is not None:
            return await self.client.create_dm(discord.Object(int(conversation.only)))
        guild = None if conversation.team == DIRECT else int(conversation.team)
        return self.client.get_partial_messageable(int(conversation.channel), guild_id=guild)

    def _message(self, ref: str) -> discord.PartialMessage:
        parsed = Ref.parse(ref)
        if parsed is None:
            raise ConversationGone
        return self.client.get_partial_messageable(parsed.channel).get_partial_message(parsed.message)

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


@contextmanager
def _files(path: Path | None, name: str) -> Iterator[list[discord.File]]:
    """The file to upload, closed at the end."""
    files = [] if path is None else [discord.File(path, filename=name)]
    try:
        yield files
    finally:
        for file in files:
            file.close()


def _is_video(message: discord.Message, job_id: str, client: discord.Client) -> bool:
    """Whether it is the post of this job: ours, an answer with a file or a link, and not the card."""
    if client.user is None or message.author.id != client.user.id:
        return False
    parts = list(_parts(message.components))
    ids = [part.custom_id or "" for part in parts if isinstance(part, discord.Button)]
    # Our own words hold no other address in brackets; those of people are escaped.
    has_link = any("<http" in part.content for part in parts if isinstance(part, discord.TextDisplay))
    return (bool(message.attachments) or has_link) and any(custom_id.endswith(f":{job_id}") for custom_id in ids)


def _parts(components: Iterable[discord.Component]) -> Iterator[discord.Component]:
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))
