"""Where Slack is: its Web API, its files, and the page on which people let the bot in."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

SLACK_API: Final = "https://slack.com/api/"
_HOSTS: Final = (".slack.com", ".slack-gov.com")
"""How hosts of Slack's end."""


def api_address(setting: str | None) -> str:
    """The address of the Web API with one slash at its end, as `AsyncWebClient` takes it; Slack's own by default."""
    return SLACK_API if setting is None else f"{setting.rstrip('/')}/"


def authorize_address(api: str) -> str:
    """Where people are asked whether to let the bot in, on the same host as the API."""
    return f"{api.rstrip('/').removesuffix('/api')}/oauth/v2/authorize"


def is_slacks(address: str, api_url: str) -> bool:
    """Whether an address may see our token: it is a host of Slack's, or where the API is."""
    target = urlsplit(address)
    if target.netloc == urlsplit(api_url).netloc:
        return True
    return target.scheme == "https" and (target.hostname or "").endswith(_HOSTS)
