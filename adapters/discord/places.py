"""Who and where, in Discord's ids and in ours.

A thread is a channel of its own at Discord, so a conversation is one channel id. Direct messages belong to no guild:
their team is `@me`, the word that Discord's own addresses have there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import discord

from bot.domain.chat import Conversation, Requester
from bot.domain.manner import Manner

PLATFORM: Final = "discord"
DIRECT: Final = "@me"
MANNER: Final = Manner(before="/sora ", before_admin="/sora-admin ", has_fields=True)


TOKEN_LIVES: Final = timedelta(minutes=14)
"""From the answer on. Discord gives fifteen from the command on; a minute is left for what is on its way."""


@dataclass(frozen=True, slots=True)
class Ref:
    """One message, as cards and videos are remembered: `channel/message`, or `channel/message/token`.

    The token is that of the interaction which the message answers: what one person alone sees can be changed by it
    alone, and only while it lives.
    """

    channel: int
    message: int
    token: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> Ref | None:
        """The message behind a remembered text; None where that was no message of Discord's."""
        channel, _, rest = text.partition("/")
        message, _, token = rest.partition("/")
        is_message = channel.isdecimal() and message.isdecimal()
        return cls(int(channel), int(message), token or None) if is_message else None

    @classmethod
    def of(cls, message: discord.Message | discord.PartialMessage) -> Ref:
        """The ref of a message."""
        return cls(message.channel.id, message.id)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed by its token, as far as the clock knows."""
        made_at = discord.utils.snowflake_time(self.message)
        return self.token is not None and discord.utils.utcnow() < made_at + TOKEN_LIVES

    @property
    def bare(self) -> Ref:
        """The same message, without what opens it."""
        return replace(self, token=None)

    def __str__(self) -> str:
        return "/".join(map(str, filter(None, (self.channel, self.message, self.token))))


def to_requester(interaction: discord.Interaction[discord.Client]) -> Requester:
    """The person behind an interaction, with the roles they have in this guild."""
    user = interaction.user
    roles = tuple(str(role.id) for role in user.roles) if isinstance(user, discord.Member) else ()
    return Requester(
        platform=PLATFORM,
        team=_team(interaction),
        user=str(user.id),
        roles=roles,
        name=user.display_name,
        spans_teams=True,
        manner=MANNER,
        is_direct=interaction.guild_id is None,
        is_admin=interaction.guild_id is not None and interaction.permissions.manage_guild,
    )


def to_conversation(interaction: discord.Interaction[discord.Client]) -> Conversation:
    """Where the interaction happened."""
    thread = interaction.channel if isinstance(interaction.channel, discord.Thread) else None
    return Conversation(
        platform=PLATFORM,
        team=_team(interaction),
        channel=str(interaction.channel_id),
        parent=None if thread is None else str(thread.parent_id),
    )


def name_of_place(interaction: discord.Interaction[discord.Client]) -> str:
    """What people call the channel; for a thread, the channel it hangs on. Empty where nobody told."""
    place = interaction.channel
    if isinstance(place, discord.Thread):
        place = place.parent
    return getattr(place, "name", None) or ""


def direct_conversation(channel_id: int) -> Conversation:
    """The direct messages with one person."""
    return Conversation(platform=PLATFORM, team=DIRECT, channel=str(channel_id))


def _team(interaction: discord.Interaction[discord.Client]) -> str:
    return DIRECT if interaction.guild_id is None else str(interaction.guild_id)
