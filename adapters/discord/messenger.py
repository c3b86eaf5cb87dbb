"""Speaks into Discord's channels over REST alone: a process without a gateway can deliver too."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import discord

from adapters.discord.cards import Cards
from adapters.discord.channels import channel_of
from adapters.discord.faults import AWAY, faults_translated, is_too_large
from adapters.discord.layout import notice_view
from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.places import DIRECT, Ref, direct_conversation
from adapters.discord.posted import film_address, remove
from adapters.discord.videos import Videos
from adapters.discord.views import still
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.ports import PostedFile

_NOBODY: Final = discord.AllowedMentions.none()


@dataclass(slots=True)
class DiscordMessenger:
    """The port `Messenger`. `client` is logged in; whether it has a gateway does not matter here."""

    client: discord.Client
    limits: PlaceLimits
    _cards: Cards = field(init=False)
    _videos: Videos = field(init=False)

    def __post_init__(self) -> None:
        self._cards, self._videos = Cards(self.client), Videos(self.client)

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """Answer the command with it, or post it, or edit the message. A whispered card ends with its token."""
        with faults_translated():
            if ref is None:
                return str(await self._cards.post(conversation, card))
            known = Ref.parse(ref)
            if known is None:
                raise ConversationGone
            await self._cards.edit(known, card)
        return ref

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Post it once, as an answer to its card.

        A private one takes the place of its card, and waits for that where it is late. Once the card can be changed no
        more, the video must go elsewhere.
        """
        if conversation.only is not None and self._cards.is_late(post.job_id):
            raise DeliveryPaused(AWAY)
        try:
            with faults_translated():
                return str(await self._videos.post(conversation, post, path, link))
        except discord.HTTPException as error:
            if not is_too_large(error):
                raise
            await self._learn_limit(conversation)
            raise DeliveryPaused(AWAY) from None

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        """The message of ours that has this job's file or link."""
        with faults_translated():
            found = await self._videos.find(conversation, job_id, _parsed(card))
        return None if found is None else str(found)

    async def posted_file(
        self,
        conversation: Conversation,  # noqa: ARG002 - the ref says where it is
        job_id: str,  # noqa: ARG002 - as above
        ref: str,
        card: str | None,
    ) -> Path | PostedFile | None:
        """The address of the film that was uploaded, which Discord signs anew each time."""
        with faults_translated():
            address = await film_address(self.client, Ref.parse(ref), _parsed(card))
        return None if address is None else PostedFile(address)

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        """Discord's own address of the message; None for one that a single person saw for a while."""
        parsed = Ref.parse(ref)
        if parsed is None or (conversation.only is not None and str(parsed.channel) == conversation.channel):
            return None
        team = conversation.team if str(parsed.channel) == conversation.channel else DIRECT
        return f"https://discord.com/channels/{team}/{parsed.channel}/{parsed.message}"

    async def remove_video(
        self,
        conversation: Conversation,  # noqa: ARG002 - as above
        job_id: str,  # noqa: ARG002 - as above
        ref: str,
        card: str | None,
    ) -> None:
        """Delete the message, or the answer that one person alone sees, for as long as it can be reached."""
        with faults_translated():
            await remove(self.client, Ref.parse(ref), _parsed(card))

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
            channel = await channel_of(self.client, conversation)
            await channel.send(view=still(notice_view(notice)), allowed_mentions=_NOBODY)

    async def _tier(self, team: str) -> int:
        """The guild's boost tier, as the gateway said it lately; asked for, else."""
        if team == DIRECT:
            return 0
        tier = self.limits.tier(team)
        if tier is None:
            tier = (await self.client.fetch_guild(int(team), with_counts=False)).premium_tier
            self.limits.hear_tier(team, tier)
        return tier

    async def _learn_limit(self, conversation: Conversation) -> None:
        self.limits.refuse(conversation.team, await self._tier(conversation.team))


def _parsed(ref: str | None) -> Ref | None:
    return None if ref is None else Ref.parse(ref)
