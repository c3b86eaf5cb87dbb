"""What two settings of a chat platform together make wrong."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.settings.fields import Settings
from adapters.settings.problem import Problem


def discord_problems(settings: Settings) -> Iterator[Problem]:
    """Shards that do not fit each other, and a process that could not even post."""
    ids, count = settings.discord_shard_ids, settings.discord_shard_count
    if not settings.discord_gateway and settings.discord_token is None:
        yield Problem("SORA_DISCORD_TOKEN", "is needed beside SORA_DISCORD_GATEWAY=false: posting needs it, too")
    if ids and not settings.discord_gateway:
        sentence = "is for processes that hear what people do; remove it, or SORA_DISCORD_GATEWAY=false"
        yield Problem("SORA_DISCORD_SHARD_IDS", sentence)
    if ids and count is None:
        yield Problem("SORA_DISCORD_SHARD_COUNT", "is needed beside SORA_DISCORD_SHARD_IDS: how many there are in all")
    elif ids and count is not None and max(ids) >= count:
        sentence = f"names shard {max(ids)}, but SORA_DISCORD_SHARD_COUNT={count} has only 0 to {count - 1}"
        yield Problem("SORA_DISCORD_SHARD_IDS", sentence)


def slack_problems(settings: Settings) -> Iterator[Problem]:
    """Tokens that are missing beside others, and addresses that Slack could not reach."""
    yield from _who_is_in(settings)
    yield from _how_it_is_heard(settings)
    if settings.has_slack_installs and settings.public_url is None:
        sentence = "is needed beside SORA_SLACK_CLIENT_ID: people come back to it when they have installed the bot"
        yield Problem("SORA_PUBLIC_URL", sentence)


def _who_is_in(settings: Settings) -> Iterator[Problem]:
    """One workspace whose token is set, many that let the bot in by themselves, or both."""
    if settings.has_slack_installs and settings.slack_client_secret is None:
        yield Problem("SORA_SLACK_CLIENT_SECRET", "is needed beside SORA_SLACK_CLIENT_ID")
    if settings.slack_client_secret is not None and not settings.has_slack_installs:
        yield Problem("SORA_SLACK_CLIENT_ID", "is needed beside SORA_SLACK_CLIENT_SECRET")


def _how_it_is_heard(settings: Settings) -> Iterator[Problem]:
    """Over a connection of ours, or by requests of Slack's."""
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    if not settings.has_slack and (app_token or secret):
        name = "SORA_SLACK_APP_TOKEN" if app_token else "SORA_SLACK_SIGNING_SECRET"
        yield Problem("SORA_SLACK_BOT_TOKEN", f"is needed beside {name}: it is what the bot posts with")
    if settings.has_slack and app_token is None and secret is None:
        sentence = (
            "is needed: with it the bot opens a connection to Slack and hears what people do. Without, set "
            "SORA_SLACK_SIGNING_SECRET, and Slack sends it to your public address"
        )
        yield Problem("SORA_SLACK_APP_TOKEN", sentence)
    if settings.is_slack_over_http and secret is not None and settings.public_url is None:
        sentence = (
            "is needed beside SORA_SLACK_SIGNING_SECRET: Slack sends what people do to <this address>/slack/events. "
            "With SORA_SLACK_APP_TOKEN nobody need reach you"
        )
        yield Problem("SORA_PUBLIC_URL", sentence)
