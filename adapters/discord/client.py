"""The gateway side: hears what people do, acknowledges first, works after."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import discord
import structlog
import yarl

from adapters.discord.acknowledging import is_taken
from adapters.discord.answering import Answering
from adapters.discord.buttons import JobButton
from adapters.discord.greeting import greet
from adapters.discord.limits_of_places import PlaceLimits
from adapters.discord.places import DIRECT
from adapters.discord.standing import Standing, watching

log = structlog.get_logger()

INTENTS: Final = discord.Intents(guilds=True)
"""No privileged one: commands and buttons come by themselves, and nobody's messages are read."""

GONE: Final = 10062
"""Unknown interaction: they waited too long, or have gone."""

MOST_LAUNCHES: Final = 3
"""How often a shard is tried to be begun before we start from the login again."""

LAUNCH: Final = 30.0
"""Seconds one of these tries may take."""

GOODBYE: Final = 2.0
"""Seconds for closing the gateway, and for a last sentence to whom we cannot finish with."""


class SoraClient(discord.AutoShardedClient):
    """One life of the connection; it is not used again after its end."""

    def __init__(
        self, answering: Answering, limits: PlaceLimits, standing: Standing, *, heartbeat: float, **options: Any
    ) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60,
            heartbeat_timeout=heartbeat,
            shard_connect_timeout=LAUNCH,
            http_trace=watching(standing),
            **options,
        )
        self._answering = answering
        self._limits = limits
        self._standing = standing
        self._launches: Counter[int] = Counter()
        self._working: dict[asyncio.Task[Any], discord.Interaction[discord.Client]] = {}

    async def setup_hook(self) -> None:
        """Buttons of messages of any age come back to us by their ids."""
        self.add_dynamic_items(JobButton)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Begin a shard. Where that fails, discord.py comes back here, one call deeper each time: not without end."""
        self._standing.down(shard_id)
        self._launches[shard_id] += 1
        if self._launches[shard_id] > MOST_LAUNCHES:
            raise discord.GatewayNotFound
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def on_shard_connect(self, shard_id: int) -> None:
        """A session has begun."""
        log.info("discord_connected", shard=shard_id, shards=self.shard_count)
        self._standing.up(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A session goes on."""
        self._standing.up(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Nothing is heard from this shard until it is back."""
        if not self.is_closed():
            self._standing.down(shard_id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server we are in: its boosts say how large files may be."""
        self._limits.hear_tier(str(guild.id), guild.premium_tier)

    async def on_guild_update(self, _before: discord.Guild, after: discord.Guild) -> None:
        """Perhaps it was boosted."""
        self._limits.hear_tier(str(after.id), after.premium_tier)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A new server: say hello to whoever can set things up."""
        self._limits.hear_tier(str(guild.id), guild.premium_tier)
        await greet(guild)

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Commands, suggestions and forms; buttons find their own way."""
        self._limits.hear(
            DIRECT if interaction.guild_id is None else str(interaction.guild_id), interaction.filesize_limit
        )
        if interaction.type is discord.InteractionType.application_command:
            await self._guarded(interaction, self._answering.command(interaction, _data(interaction)))
        elif interaction.type is discord.InteractionType.autocomplete:
            await self._guarded(interaction, self._answering.suggest(interaction, _data(interaction)))
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._guarded(interaction, self._answering.form(interaction, _data(interaction)))

    async def on_job_button(self, interaction: discord.Interaction[discord.Client], action: str, job_id: str) -> None:
        """A button under a card, a video or an answer."""
        await self._guarded(interaction, self._answering.press(interaction, action, job_id))

    async def settle(self, within: float) -> None:
        """Hear nothing new; finish what is under way within so many seconds, and say so where that is too little."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()), return_exceptions=True)
        if not self._working:
            return
        _, left = await asyncio.wait(self._working, timeout=within)
        cut_off = [self._working[task] for task in left]
        for task in left:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await asyncio.gather(*(self._answering.cut_off(interaction) for interaction in cut_off))

    async def _guarded(self, interaction: discord.Interaction[discord.Client], work: Coroutine[Any, Any, None]) -> None:
        """Run it to its end; what fails is told to the person who waits, and logged without what they wrote."""
        task = asyncio.current_task()
        assert task is not None  # discord.py runs each event in a task
        self._working[task] = interaction
        try:
            await work
        except Exception as error:  # noqa: BLE001 - the top of a task: nobody but the log would hear of it
            await self._failed(interaction, error)
        finally:
            del self._working[task]

    async def _failed(self, interaction: discord.Interaction[discord.Client], error: Exception) -> None:
        if isinstance(error, discord.HTTPException) and error.code == GONE:
            log.info("discord_interaction_gone", interaction=interaction.id)
        elif isinstance(error, discord.HTTPException) and is_taken(error):
            # Another process on the same shard has answered: see SORA_DISCORD_GATEWAY in the documentation.
            log.warning("discord_interaction_taken", interaction=interaction.id)
        else:
            await self._answering.sorry(interaction)
            log.error("discord_interaction_failed", interaction=interaction.id, exc_info=error)


def _data(interaction: discord.Interaction[discord.Client]) -> Mapping[str, Any]:
    """The command's own part, as Discord sent it."""
    data: Mapping[str, Any] = dict(interaction.data) if interaction.data is not None else {}
    return data
