"""Which channels the bot sees, and where it may post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.slack.calls import ApiError, Call
from tests.slack.world import Channel

READING: Final = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
HISTORY: Final = {
    "channel": "channels:history",
    "group": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
"""The right that a look at channels of each kind needs."""


def seen(call: Call, channel_id: str) -> Channel:
    """A channel the bot knows of: public ones, and those it is in."""
    channel = call.here.channels.get(channel_id)
    if channel is None:
        raise ApiError("channel_not_found")
    if channel.kind != "channel" and call.here.bot_user not in channel.members:
        raise ApiError("channel_not_found")
    return channel


def readable(call: Call, channel_id: str, rights: Mapping[str, str]) -> Channel:
    """A channel whose kind the bot has the right to look at."""
    channel = seen(call, channel_id)
    needed, granted = rights[channel.kind], call.here.scopes
    if needed not in granted:
        raise ApiError("missing_scope", needed=needed, provided=",".join(sorted(granted)))
    return channel


def postable(call: Call, channel_id: str) -> Channel:
    """A channel the bot may post in."""
    channel = seen(call, channel_id)
    if channel.is_archived:
        raise ApiError("is_archived")
    if call.here.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    others = [call.here.users[user] for user in channel.members if user in call.here.users]
    if channel.kind == "im" and not all(user.takes_messages for user in others):
        raise ApiError("messages_tab_disabled")
    return channel
