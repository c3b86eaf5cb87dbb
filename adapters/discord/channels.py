"""The channel behind a conversation."""

from __future__ import annotations

import discord

from adapters.discord.places import DIRECT
from bot.domain.chat import Conversation


async def channel_of(
    client: discord.Client, conversation: Conversation
) -> discord.PartialMessageable | discord.DMChannel:
    """The place itself, or the direct messages of the one person who may see it."""
    if conversation.only is not None:
        return await client.create_dm(discord.Object(int(conversation.only)))
    guild = None if conversation.team == DIRECT else int(conversation.team)
    return client.get_partial_messageable(int(conversation.channel), guild_id=guild)
