"""Channels: what they are, what was said in them, and the direct messages with somebody."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from tests.slack.calls import ApiError, Call, Method
from tests.slack.places import HISTORY, READING, readable
from tests.slack.shown import message_of
from tests.slack.told import Json
from tests.slack.world import Channel, Message


def open_direct(call: Call) -> Json:
    """With one person; groups of several are nothing that the bot opens."""
    if call.maybe("users") is None:
        raise ApiError("users_list_not_supplied")
    user = call.here.users.get(call.text("users"))
    if user is None:
        raise ApiError("user_not_found")
    if user.is_bot or not user.takes_messages:
        raise ApiError("cannot_dm_bot" if user.is_bot else "user_disabled")
    return {"channel": {"id": call.here.direct(user.id).id}}


def info(call: Call) -> Json:
    channel = readable(call, call.text("channel"), READING)
    return {
        "channel": {
            "id": channel.id,
            "name": channel.name,
            "is_channel": channel.kind == "channel",
            "is_private": channel.kind != "channel",
            "is_im": channel.kind == "im",
            "is_mpim": channel.kind == "mpim",
            "is_archived": channel.is_archived,
            "is_member": call.here.bot_user in channel.members,
        }
    }


def history(call: Call) -> Json:
    """Newest first, without replies in threads."""
    channel = _read(call)
    said = [one for one in channel.messages if one.thread_ts in (None, one.ts)]
    return _page(call, list(reversed(_between(call, said))))


def replies(call: Call) -> Json:
    """The first message, then the replies, oldest first."""
    channel = _read(call)
    first = channel.find(call.text("ts"))
    if first is None or first.only_for is not None:
        raise ApiError("thread_not_found")
    said = _between(call, channel.thread(first.ts))
    return _page(call, said if first.is_deleted else [first, *said])


def _read(call: Call) -> Channel:
    channel = readable(call, call.text("channel"), HISTORY)
    if call.here.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _between(call: Call, said: list[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", 1e12)
    if call.flag("inclusive"):
        return [one for one in said if oldest <= float(one.ts) <= latest]
    return [one for one in said if oldest < float(one.ts) < latest]


def _moment(call: Call, name: str, default: float) -> float:
    try:
        return float(call.maybe(name) or default)
    except ValueError:
        raise ApiError(f"invalid_ts_{name}") from None


def _page(call: Call, said: list[Message]) -> Json:
    start, limit = _start(call), min(call.number("limit", 100), call.here.world.largest_page)
    page, rest = said[start : start + limit], said[start + limit :]
    bodies = [_body(call, one) for one in page]
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if rest else ""
    return {"messages": bodies, "has_more": bool(rest), "response_metadata": {"next_cursor": cursor}}


def _start(call: Call) -> int:
    """Where the page begins that a cursor of ours stands for."""
    cursor = call.maybe("cursor")
    try:
        return 0 if cursor is None else int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except (ValueError, binascii.Error):
        raise ApiError("invalid_cursor") from None


def _body(call: Call, message: Message) -> Json:
    body = message_of(message)
    if not call.flag("include_all_metadata"):
        body.pop("metadata", None)
    return body


METHODS: Final[dict[str, Method]] = {
    "conversations.open": open_direct,
    "conversations.info": info,
    "conversations.history": history,
    "conversations.replies": replies,
}
