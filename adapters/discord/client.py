"""The gateway side: hears what people do, acknowledges first, works after."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import discord
import structlog

from adapters.discord.answering import Answering
from adapters.discord.buttons import JobButton
from adapters.discord.limits_of_places import PlaceLimits

log = structlog.get_logger()

INTENTS: Final = discord.Intents(guilds=True)
"""No privileged one: commands and buttons come by themselves, and nobody's messages are read."""

NOBODY_WAITS: Final = frozenset(
    {
        10062,  # unknown interaction: they waited too long, or have gone
        40060,  # already acknowledged: it came twice
    }
)


class SoraClient(discord.AutoShardedClient):
    """Made with `new_client`; `answering` is set once the core is there."""

    def __init__(self, limits: PlaceLimits, **options: Any) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60,
            **options,
        )
        self.answering: Answering | None = None
        self._limits = limits
        self._working: set[asyncio.Task[None]] = set()

    async def setup_hook(self) -> None:
        """Buttons of messages of any age come back to us by their ids."""
        self.add_dynamic_items(JobButton)

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Commands, suggestions and forms; buttons find their own way."""
        self._limits.hear(
            "@me" if interaction.guild_id is None else str(interaction.guild_id), interaction.filesize_limit
        )
        if self.answering is None:
            return
        if interaction.type is discord.InteractionType.application_command:
            await self._guarded(interaction, self.answering.command(interaction, _data(interaction)))
        elif interaction.type is discord.InteractionType.autocomplete:
            await self._guarded(interaction, self.answering.suggest(interaction, _data(interaction)))
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._guarded(interaction, self.answering.form(interaction, _data(interaction)))

    async def on_job_button(self, interaction: discord.Interaction[discord.Client], action: str, job_id: str) -> None:
        """A button under a card, a video or an answer."""
        if self.answering is not None:
            await self._guarded(interaction, self.answering.press(interaction, action, job_id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A new server: say hello to whoever can set things up."""
        if self.answering is not None:
            await self.answering.welcome(guild)

    async def _guarded(self, interaction: discord.Interaction[discord.Client], work: Coroutine[Any, Any, None]) -> None:
        """Run it to its end; what fails is told to the person who waits, and logged without what they wrote."""
        assert self.answering is not None  # for the type checker: whoever calls has looked
        try:
            await work
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code in NOBODY_WAITS:
                log.info("discord_interaction_gone", interaction=interaction.id, code=error.code)
                return
            log.exception("discord_interaction_failed", interaction=interaction.id)
            await self.answering.sorry(interaction)


def _data(interaction: discord.Interaction[discord.Client]) -> Mapping[str, Any]:
    """The command's own part, as Discord sent it."""
    data: Mapping[str, Any] = dict(interaction.data) if interaction.data is not None else {}
    return data
