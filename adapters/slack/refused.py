"""Why Slack lets nobody in. Apart from the rest, so that the program can name it without loading the library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class SlackTokenRefused(Exception):
    """Slack does not know the bot's token, or the app's; or it is one of another kind."""

    is_app_token: bool = False


@dataclass(eq=False)
class SlackAccessRefused(Exception):
    """Slack knows the token, and refuses all the same to let it in; `word` is Slack's own for why."""

    word: str
    is_app_token: bool = False
