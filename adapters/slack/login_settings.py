"""How to get into Slack, as the operator has set it."""

from __future__ import annotations

from pydantic import SecretStr

from adapters.settings import Settings
from adapters.slack.api_address import api_address
from adapters.slack.opening import SlackLogin
from adapters.slack.pace import SlackPace


def slack_login(settings: Settings, secret: bytes, pace: SlackPace) -> SlackLogin:
    """For settings that have Slack. `secret` is the bot's own key, which seals what workspaces entrust to it."""
    return SlackLogin(
        bot_token=_open(settings.slack_bot_token),
        app_token=_open(settings.slack_app_token),
        signing_secret=_open(settings.slack_signing_secret),
        client_id=settings.slack_client_id,
        client_secret=_open(settings.slack_client_secret),
        public_url=settings.public_url,
        api_url=api_address(settings.slack_api_url),
        admins=frozenset(settings.slack_admins),
        secret=secret,
        pace=pace,
    )


def _open(value: SecretStr | None) -> str | None:
    return None if value is None else value.get_secret_value()
