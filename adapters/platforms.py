"""The chat platforms that are set up: their messengers for the core, and the core for them.

Each platform's library takes a fifth of a second to load, and 20 MB, so it is loaded where somebody uses it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.discord.login_settings import discord_login
from adapters.discord.pace import Pace
from adapters.settings import Settings
from adapters.slack.login_settings import slack_login
from adapters.slack.pace import SlackPace
from adapters.storage.backend import Backend
from bot.domain.catalogue import Catalogue
from bot.ports import Clock, Downloads, Messenger
from bot.usecases.answer import Answer

if TYPE_CHECKING:
    from adapters.discord.opening import DiscordConnection
    from adapters.slack.opening import SlackConnection
    from adapters.slack.serving import SlackService


@dataclass(frozen=True, slots=True, kw_only=True)
class Paces:
    """How patient the connections are."""

    discord: Pace = field(default_factory=Pace)
    slack: SlackPace = field(default_factory=SlackPace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What stands behind every platform."""

    answer: Answer
    catalogue: Catalogue
    backend: Backend
    clock: Clock
    downloads: Downloads


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """Logged in, and good for posting."""

    settings: Settings
    discord: DiscordConnection | None = None
    slack: SlackConnection | None = None

    @property
    def messengers(self) -> Mapping[str, Messenger]:
        """By the platform's name."""
        found: dict[str, Messenger] = {}
        if self.discord is not None:
            found["discord"] = self.discord.messenger()
        if self.slack is not None:
            found["slack"] = self.slack.messenger
        return found

    def health(self) -> Mapping[str, str]:
        """How each of them is, in a few words."""
        standings = {"discord": self.discord, "slack": self.slack}
        return {name: connection.standing.word for name, connection in standings.items() if connection is not None}

    def before(self, core: Core) -> ServedPlatforms:
        """The same with the core behind them."""
        if self.slack is None:
            return ServedPlatforms(self, core)
        from adapters.slack.serving import Around, make_service  # noqa: PLC0415 - its library: only for those who use it

        around = Around(backend=core.backend, clock=core.clock, downloads=core.downloads)
        return ServedPlatforms(self, core, make_service(self.slack, core.answer, core.catalogue, around))


@dataclass(frozen=True, slots=True)
class ServedPlatforms:
    """Ready to answer people; `serving` does so."""

    platforms: Platforms
    core: Core
    slack: SlackService | None = None

    def add_routes(self, app: web.Application) -> None:
        """What platforms send to our listener, where they are not listened to over connections of ours."""
        if self.slack is not None:
            self.slack.add_routes(app)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Answer people while inside."""
        async with AsyncExitStack() as stack:
            if self.slack is not None:
                await stack.enter_async_context(self.slack.serving())
            discord = self.platforms.discord
            if discord is not None and discord.login.has_gateway:
                from adapters.discord.serving import serve_discord  # noqa: PLC0415 - its library: only for those who use it

                core, guild = self.core, self.platforms.settings.discord_guild
                serving = serve_discord(discord, core.answer, core.catalogue, core.backend.notes, guild)
                await stack.enter_async_context(serving)
            yield


@asynccontextmanager
async def open_platforms(
    settings: Settings, clock: Clock, backend: Backend, secret: bytes, paces: Paces
) -> AsyncIterator[Platforms]:
    """Log in wherever a token is set; beside the block where a platform is away.

    Raises `TokenRefused` and `SlackTokenRefused`, also later.
    """
    async with AsyncExitStack() as stack:
        discord, slack = None, None
        if settings.discord_token is not None:
            from adapters.discord.opening import open_discord  # noqa: PLC0415 - its library: only for those who use it

            discord = await stack.enter_async_context(open_discord(discord_login(settings, paces.discord), clock))
        if settings.has_slack:
            from adapters.slack.opening import open_slack  # noqa: PLC0415 - its library: only for those who use it

            login = slack_login(settings, secret, paces.slack)
            slack = await stack.enter_async_context(open_slack(login, clock, backend))
        yield Platforms(settings=settings, discord=discord, slack=slack)
