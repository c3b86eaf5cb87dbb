"""Finds again what an earlier try has posted, by what it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

import discord

LOOK_AHEAD: Final = 500
"""Messages after the job's card among which its video is looked for, first to last."""

LOOK_BACK: Final = 50
"""The last messages of the channel, looked at where there were more than that, or where no card is known."""


async def find_post(
    channel: discord.abc.Messageable, job_id: str, author: discord.ClientUser | None, after: int | None
) -> discord.Message | None:
    """The bot's own message that has this job's file or link; `after` is the id of an earlier message anywhere."""
    async for message in _looked_at(channel, after):
        if author is not None and message.author.id == author.id and shows_video(message, job_id):
            return message
    return None


def shows_video(message: discord.Message, job_id: str) -> bool:
    """Whether it is the post of this job: a message with a film or a link, and this job's buttons.

    A file that a component shows is not among the attachments (discord/discord-api-docs#8277).
    """
    parts = list(_parts(message.components))
    ids = [part.custom_id or "" for part in parts if isinstance(part, discord.Button)]
    has_film = any(isinstance(part, discord.MediaGalleryComponent) for part in parts)
    # Our own words hold no other address in brackets; those of people are escaped.
    has_link = any("<http" in part.content for part in parts if isinstance(part, discord.TextDisplay))
    return (has_film or has_link) and any(custom_id.endswith(f":{job_id}") for custom_id in ids)


def film_in(message: discord.Message) -> str | None:
    """The address of the film that the message plays."""
    galleries = (part for part in _parts(message.components) if isinstance(part, discord.MediaGalleryComponent))
    return next((item.media.url for gallery in galleries for item in gallery.items), None)


def shows(message: discord.Message, view: discord.ui.LayoutView) -> bool:
    """Whether the message says what the view says."""
    said = [part.content for part in _parts(message.components) if isinstance(part, discord.TextDisplay)]
    return said == [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]


async def _looked_at(channel: discord.abc.Messageable, after: int | None) -> AsyncIterator[discord.Message]:
    seen = 0
    if after is not None:
        async for message in channel.history(limit=LOOK_AHEAD, after=discord.Object(after), oldest_first=True):
            seen += 1
            yield message
    if after is None or seen == LOOK_AHEAD:
        async for message in channel.history(limit=LOOK_BACK):
            yield message


def _parts(components: Iterable[discord.Component]) -> Iterator[discord.Component]:
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))
