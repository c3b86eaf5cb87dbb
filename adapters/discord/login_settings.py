"""How to get into Discord, as the operator has set it."""

from __future__ import annotations

from adapters.discord.login import DiscordLogin
from adapters.discord.pace import Pace
from adapters.settings import Settings


def discord_login(settings: Settings, pace: Pace) -> DiscordLogin:
    """For settings that have a token."""
    assert settings.discord_token is not None  # whoever calls has looked
    return DiscordLogin(
        token=settings.discord_token.get_secret_value(),
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        shard_ids=settings.discord_shard_ids,
        shard_count=settings.discord_shard_count,
        has_gateway=settings.discord_gateway,
        pace=pace,
    )
