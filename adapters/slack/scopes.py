"""What the app asks of a workspace, and what it wants to be told. `docs/slack-manifest.yaml` says the same."""

from __future__ import annotations

from typing import Final

SCOPES: Final = (
    "app_mentions:read",  # mentions
    "channels:history",  # a card or a video of before, found again in a public channel
    "channels:read",  # whether the bot is in a public channel, and what that is called; invitations
    "chat:write",  # cards, answers, links
    "commands",  # slash commands and shortcuts
    "files:read",  # pictures that videos start from; whether an uploaded video is shown
    "files:write",  # videos
    "groups:history",  # as channels:history, in private channels
    "groups:read",  # as channels:read, in private channels
    "im:history",  # direct messages to the bot
    "im:read",  # as channels:read, in direct messages
    "im:write",  # private videos, and those that can be posted nowhere else
    "metadata.message:read",  # the job's id on a card
    "mpim:history",  # as channels:history, in direct messages of several
    "mpim:read",  # as channels:read, in direct messages of several
    "users:read",  # names, and who is an admin
)

BOT_EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)
