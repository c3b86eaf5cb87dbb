"""The chat platforms that are set up: their messengers for the core, and the core for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.discord.pace import Pace
from adapters.settings import Settings
from adapters.storage.notes import Notes
from bot.domain.catalogue import Catalogue
from bot.ports import Clock, Messenger
from bot.usecases.answer import Answer

if TYPE_CHECKING:
    from adapters.discord.opening import DiscordConnection


@dataclass(frozen=True, slots=True)
class Platforms:
    """Logged in, and good for posting; `serving` listens too."""

    guild: int | None
    discord: DiscordConnection | None
    messengers: Mapping[str, Messenger] = field(default_factory=dict)

    def health(self) -> Mapping[str, str]:
        """How each of them is, in a few words."""
        return {} if self.discord is None else {"discord": self.discord.standing.word}

    @asynccontextmanager
    async def serving(self, core: Answer, catalogue: Catalogue, notes: Notes) -> AsyncIterator[None]:
        """Answer people while inside."""
        async with AsyncExitStack() as stack:
            if self.discord is not None and self.discord.login.has_gateway:
                from adapters.discord.serving import serve_discord  # noqa: PLC0415 - as below

                await stack.enter_async_context(serve_discord(self.discord, core, catalogue, notes, self.guild))
            yield


@asynccontextmanager
async def open_platforms(settings: Settings, clock: Clock, pace: Pace) -> AsyncIterator[Platforms]:
    """Log in wherever a token is set; beside the block where a platform is away. Raises `TokenRefused`, also later."""
    async with AsyncExitStack() as stack:
        if settings.discord_token is None:
            yield Platforms(None, None)
            return
        # Its library takes a fifth of a second to load, and 20 MB: only for those who use it.
        from adapters.discord.login import DiscordLogin  # noqa: PLC0415 - as said
        from adapters.discord.opening import open_discord  # noqa: PLC0415 - as said

        discord = await stack.enter_async_context(
            open_discord(
                DiscordLogin(
                    token=settings.discord_token.get_secret_value(),
                    api_url=settings.discord_api_url,
                    gateway_url=settings.discord_gateway_url,
                    shard_ids=settings.discord_shard_ids,
                    shard_count=settings.discord_shard_count,
                    has_gateway=settings.discord_gateway,
                    pace=pace,
                ),
                clock,
            )
        )
        yield Platforms(settings.discord_guild, discord, {"discord": discord.messenger()})
