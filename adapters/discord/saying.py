"""Says things to the person behind an interaction: the first answer, what follows, what becomes of "thinking…"."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final

import aiohttp
import discord

from adapters.discord.acknowledging import acknowledge, is_taken
from adapters.discord.escaping import in_code
from adapters.discord.layout import notice_view
from adapters.discord.limits import within_limits
from adapters.discord.pending import PendingAnswer
from adapters.discord.permissions import is_stranger, missing_permissions
from adapters.discord.places import Ref
from adapters.discord.views import still
from bot import texts
from bot.domain.chat import Notice, Reply, refusal

Interaction = discord.Interaction[discord.Client]
NOBODY: Final = discord.AllowedMentions.none()
_WORDS: Final = 1500
"""Characters of people's own words in one message; escaping may double them."""


async def whisper(interaction: Interaction, notice: Notice) -> None:
    """Say it to this person alone, as the first answer or as one more."""
    await _whisper(interaction, notice_view(notice))


async def whisper_if_possible(interaction: Interaction, notice: Notice) -> None:
    """Say it to this person alone, or to nobody, where the interaction is over or Discord is away."""
    with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        await whisper(interaction, notice)


async def edit(interaction: Interaction, notice: Notice) -> None:
    """Say it where the first answer stands."""
    await interaction.edit_original_response(view=still(notice_view(notice)), allowed_mentions=NOBODY)


async def hand_back(interaction: Interaction, words: str) -> None:
    """Give people what they wrote into a form, for copying: nobody types it twice because something was wrong."""
    if words:
        await whisper(interaction, Notice(text=texts.your_words()))
        for view in _in_code(words):
            await _whisper(interaction, view)


async def may_post(interaction: Interaction) -> bool:
    """Whether the video could be posted here; if not, that is said before anything is charged."""
    if is_stranger(interaction):
        await whisper(interaction, refusal(texts.bot_not_added()))
        return False
    missing = missing_permissions(interaction)
    if missing:
        await whisper(interaction, refusal(texts.missing_permissions(missing)))
    return not missing


async def think(interaction: Interaction, *, is_whisper: bool) -> PendingAnswer:
    """Say "thinking…", to one person alone or for everybody to see: that is settled for good by this."""
    told = await acknowledge(interaction, ephemeral=is_whisper, thinking=True)
    message = told.message
    if message is None:
        message = (await interaction.original_response()).id
    assert interaction.channel_id is not None  # every interaction we hear of happens in a channel
    return PendingAnswer(Ref(interaction.channel_id, message, interaction.token), is_whisper, told.is_ours)


async def show(interaction: Interaction, reply: Reply, pending: PendingAnswer) -> None:
    """Let a reply take the place of "thinking…", where a card has not done so."""
    if isinstance(reply, Notice) and (pending.is_whisper or not reply.private):
        await edit(interaction, reply)
    elif isinstance(reply, Notice):
        await interaction.delete_original_response()
        await whisper(interaction, reply)
    elif not pending.is_used and pending.is_ours:
        # Its card stands elsewhere: the same event came twice, or the card was for other eyes than the answer.
        await interaction.delete_original_response()


async def _whisper(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(view=still(view), ephemeral=True, allowed_mentions=NOBODY)
        except discord.HTTPException as error:
            if not is_taken(error):
                raise
        else:
            return
    await interaction.followup.send(view=still(view), ephemeral=True, allowed_mentions=NOBODY)


def _in_code(words: str) -> Iterator[discord.ui.LayoutView]:
    """As many messages as it takes; Discord's clients copy a block of code as it was written."""
    while words:
        # Broken between two words, where there are blanks.
        end = len(words) if len(words) <= _WORDS else words.rfind(" ", 0, _WORDS) + 1 or _WORDS
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(f"```\n{in_code(words[:end])}\n```"))
        yield within_limits(view)
        words = words[end:]
