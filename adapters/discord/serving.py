"""Puts the core behind the gateway, and makes its commands known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.discord.answering import Answering
from adapters.discord.definitions import definitions
from adapters.discord.opening import DiscordConnection
from adapters.discord.sync import sync_commands
from adapters.storage.notes import Notes
from bot.domain.catalogue import Catalogue
from bot.usecases.answer import Answer


@asynccontextmanager
async def serve_discord(
    connection: DiscordConnection, core: Answer, catalogue: Catalogue, notes: Notes, guild: int | None
) -> AsyncIterator[None]:
    """Answer people on Discord while inside; commands are registered when they changed."""

    async def register() -> None:
        await sync_commands(
            connection.rest.http, connection.application_id, definitions(catalogue), known=notes, guild_id=guild
        )

    async with connection.serving(Answering(core, catalogue), register):
        yield
