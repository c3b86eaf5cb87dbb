"""The cards of jobs in Discord: where each is posted, and how it changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import discord
import structlog

from adapters.discord.channels import channel_of
from adapters.discord.faults import AWAY, is_deleted, is_token_over
from adapters.discord.finding import shows
from adapters.discord.layout import card_view
from adapters.discord.pending import PendingAnswer, Unanswered
from adapters.discord.places import Ref
from adapters.discord.views import still
from adapters.discord.whispers import Whispers
from bot.domain.chat import Card, Conversation
from bot.domain.errors import ConversationGone, DeliveryPaused

log = structlog.get_logger()

_NOBODY: Final = discord.AllowedMentions.none()
_OF_THE_VIDEO: Final = frozenset({"fetching", "posted"})
"""Jobs of these statuses leave their whispered card alone: the video takes its place, and must keep it."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Posts cards and edits them."""

    client: discord.Client
    _unanswered: Unanswered = field(default_factory=Unanswered)

    async def post(self, conversation: Conversation, card: Card) -> Ref:
        """Answer the command with it where that still waits; else it is a message of its own."""
        view = still(card_view(card))
        pending = self._unanswered.of(card.job_id, is_private=conversation.only is not None)
        if pending is not None and (answered := await self._answer(pending, card.job_id, view)) is not None:
            return answered
        channel = await channel_of(self.client, conversation)
        message = await channel.send(view=view, nonce=f"card-{card.job_id}", allowed_mentions=_NOBODY)
        if not shows(message, view):  # by the nonce, it is the message of an earlier try
            await message.edit(view=view, allowed_mentions=_NOBODY)
        return Ref.of(message)

    def is_late(self, job_id: str) -> bool:
        """Whether its card is to stand in an answer, and does not yet."""
        return self._unanswered.has(job_id)

    async def edit(self, ref: Ref, card: Card) -> None:
        """Change it. A card that somebody has deleted stays deleted, and one whose token is over stays as it is."""
        if ref.token is not None and card.status in _OF_THE_VIDEO:
            return
        if not await self._is_changed(ref, card) and card.must_be_heard:
            raise ConversationGone

    async def _is_changed(self, ref: Ref, card: Card) -> bool:
        """Change it; False where it is not there any more, or out of reach."""
        if ref.token is not None and not ref.is_open:
            return False
        view = still(card_view(card))
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
            return False
        return True

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
        if pending.taken_by != job_id and not pending.has_arrived:
            raise DeliveryPaused(AWAY)  # what is added first takes the place of "thinking…", which is another card's
        if pending.taken_by != job_id:
            return await self._whispers.add(pending.answer, view)
        await self._whispers.edit(pending.answer, view)
        pending.has_arrived = True
        # What everybody sees is a message like any other, which the bot can change for ever.
        return pending.answer if pending.is_whisper else pending.answer.bare

    @property
    def _whispers(self) -> Whispers:
        return Whispers(self.client)
