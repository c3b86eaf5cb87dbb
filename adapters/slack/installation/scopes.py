"""What the app asks for when a workspace lets it in, and what it hears; see https://docs.slack.dev/reference/scopes."""

from __future__ import annotations

from typing import Final

SCOPES: Final = (
    "app_mentions:read",  # `app_mention`
    "channels:history",  # a message is looked for before it is posted again: `conversations.history`, `.replies`
    "channels:read",  # `conversations.info`, `member_joined_channel`
    "chat:write",
    "commands",  # slash commands and shortcuts
    "files:read",  # pictures that people show us; `files.info` of a video that was posted
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",  # `message.im`
    "im:read",
    "im:write",  # `conversations.open`, for what is private
    "metadata.message:read",  # cards are found again by the job's id
    "mpim:history",
    "mpim:read",
    "users:read",  # who is an admin, and what they are called
)
"""Scopes of the bot token. App Home, modals and the two events of being put out need none."""

BOT_EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)
