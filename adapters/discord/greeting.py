"""The first words in a new server, for whoever answers for it."""

from __future__ import annotations

from typing import Final

import discord
import structlog

from adapters.discord.layout import notice_view
from adapters.discord.views import still
from bot import texts
from bot.domain.chat import Notice, Tone

log = structlog.get_logger()

_NOBODY: Final = discord.AllowedMentions.none()


async def greet(guild: discord.Guild) -> None:
    """Tell the owner what there is to do; where they take no messages, whoever reads the server's own news."""
    try:
        if not await _told_owner(guild) and guild.system_channel is not None:
            await _say(guild.system_channel, guild)
    except discord.HTTPException as error:
        log.info("discord_welcome_not_said", code=error.code)


async def _told_owner(guild: discord.Guild) -> bool:
    if guild.owner_id is None:
        return False
    try:
        await _say(await guild.fetch_member(guild.owner_id), guild)
    except (discord.Forbidden, discord.NotFound):
        return False
    return True


async def _say(place: discord.abc.Messageable, guild: discord.Guild) -> None:
    view = still(notice_view(Notice(text=texts.welcome(guild.name), tone=Tone.GOOD)))
    await place.send(view=view, allowed_mentions=_NOBODY)
