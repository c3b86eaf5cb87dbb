"""How to get into Slack, as the operator has set it. It loads nothing of Slack's library."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import SecretStr

from adapters.settings import Settings
from adapters.slack.pace import SlackPace
from adapters.slack.web_api.api_address import SLACK_API, api_address


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackLogin:
    """How to get in. `bot_token`: of the one workspace; without it, workspaces let the app in themselves.

    `app_token`: what people do is heard over a socket; without it, Slack sends it to our listener, signed with the
    `signing_secret`. `secret` is our own key, which seals the tokens of workspaces.
    """

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    public_url: str | None = None
    secret: bytes = field(default=b"", repr=False)
    api_url: str = SLACK_API
    admins: frozenset[str] = frozenset()
    pace: SlackPace = field(default_factory=SlackPace)


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
