"""Where Slack is: its Web API, and the page on which people let the bot in."""

from __future__ import annotations

from typing import Final

SLACK_API: Final = "https://slack.com/api/"


def api_address(setting: str | None) -> str:
    """The address of the Web API with one slash at its end, as `AsyncWebClient` takes it; Slack's own by default."""
    return SLACK_API if setting is None else f"{setting.rstrip('/')}/"


def authorize_address(api: str) -> str:
    """Where people are asked whether to let the bot in, on the same host as the API."""
    return f"{api.rstrip('/').removesuffix('/api')}/oauth/v2/authorize"
