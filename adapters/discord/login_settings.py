"""How to get into Discord, as the operator has set it. It loads nothing of discord.py."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.discord.pace import Pace
from adapters.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordLogin:
    """How to get in. `api_url` (with its version) and `gateway_url`: a proxy in front of Discord, or a stand-in.

    `shard_ids` of `shard_count` are this process's; without them it takes as many shards as Discord recommends. Without
    `has_gateway` it hears nothing, and posts what others were asked for.
    """

    token: str
    api_url: str | None = None
    gateway_url: str | None = None
    shard_ids: tuple[int, ...] = ()
    shard_count: int | None = None
    has_gateway: bool = True
    pace: Pace = field(default_factory=Pace)


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
