"""Videos that are posted already: their files looked up, and their messages taken away.

What one person alone sees stands in the place of its card, and is reached by the card's ref while that is open.
"""

from __future__ import annotations

from typing import Final

import discord

from adapters.discord.faults import is_token_over
from adapters.discord.finding import film_in
from adapters.discord.places import Ref
from adapters.discord.whispers import Whispers

_GONE: Final = frozenset({10003, 10008})
"""Unknown channel, unknown message."""


async def film_address(client: discord.Client, ref: Ref | None, card: Ref | None) -> str | None:
    """Where the film in this message can be fetched, for some hours; None without one, or where we may not look."""
    if ref is None:
        return None
    try:
        message = await _read(client, ref, card)
    except (discord.Forbidden, discord.NotFound):
        return None
    return film_in(message)


async def remove(client: discord.Client, ref: Ref | None, card: Ref | None) -> None:
    """Delete the message. What nobody but its reader can reach any more is as good as gone."""
    if ref is None:
        return
    try:
        if card is not None and _is_whispered(ref, card):
            await Whispers(client).remove(card)
            return
    except discord.HTTPException as error:
        if not is_token_over(error):
            raise
    try:
        await client.get_partial_messageable(ref.channel).get_partial_message(ref.message).delete()
    except discord.NotFound as error:
        if error.code not in _GONE:
            raise


async def _read(client: discord.Client, ref: Ref, card: Ref | None) -> discord.Message:
    if card is not None and _is_whispered(ref, card):
        return await Whispers(client).read(card)
    return await client.get_partial_messageable(ref.channel).fetch_message(ref.message)


def _is_whispered(ref: Ref, card: Ref) -> bool:
    return card.is_open and card.bare == ref
