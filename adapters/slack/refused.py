"""Why Slack lets nobody in. Apart from the rest, so that the program can name it without loading the library."""

from __future__ import annotations


class SlackTokenRefused(Exception):
    """Slack does not know the token in this setting, or it is one of another kind."""

    def __init__(self, setting: str) -> None:
        super().__init__(setting)
        self.setting = setting
