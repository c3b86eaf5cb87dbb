"""What the bot must be allowed in a channel before it accepts a job there."""

from __future__ import annotations

from typing import Final

import discord

NEEDED: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "attach_files": "Attach Files",
    "embed_links": "Embed Links",
}
THREAD: Final = {"send_messages_in_threads": "Send Messages in Threads"}
"""Permissions by discord.py's names, with those people read in Discord's settings."""

INVITE: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    embed_links=True,
    read_message_history=True,
)
"""What an invite link asks for. Reading the history finds an earlier post again after a crash."""


def invite_address(application_id: int) -> str:
    """Where somebody who manages a server lets the bot in."""
    return discord.utils.oauth_url(application_id, permissions=INVITE, scopes=("bot", "applications.commands"))


def is_stranger(interaction: discord.Interaction[discord.Client]) -> bool:
    """Whether this is a server that has the bot's commands but not the bot: nothing could be posted there.

    The interaction does not say so, and the permissions in it are what commands may do in their answers. The gateway
    names all servers we are in when a session begins, before the first interaction.
    """
    return interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is None


def missing_permissions(interaction: discord.Interaction[discord.Client]) -> tuple[str, ...]:
    """Names of what the bot lacks where this interaction happened; nothing in direct messages."""
    if interaction.guild_id is None:
        return ()
    needed = dict(NEEDED)
    if isinstance(interaction.channel, discord.Thread):
        del needed["send_messages"]
        needed |= THREAD
    has = interaction.app_permissions
    return tuple(words for name, words in needed.items() if not getattr(has, name))
