"""Channels: what they are, what was said in them, and the direct messages with somebody."""

from __future__ import annotations

from typing import Final

from tests.slack.calls import ApiError, Call, Method
from tests.slack.places import seen
from tests.slack.shown import message_of
from tests.slack.told import Json
from tests.slack.world import Message


def open_direct(call: Call) -> Json:
    user = call.here.users.get(call.text("users"))
    if user is None:
        raise ApiError("users_not_found")
    if user.is_bot or not user.takes_messages:
        raise ApiError("cannot_dm_bot" if user.is_bot else "user_disabled")
    return {"channel": {"id": call.here.direct(user.id).id}}


def info(call: Call) -> Json:
    channel = seen(call, call.text("channel"))
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
    channel = seen(call, call.text("channel"))
    if call.here.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    said = [one for one in channel.messages if one.thread_ts in (None, one.ts)]
    return _page(call, list(reversed(_between(call, said))))


def replies(call: Call) -> Json:
    """The first message, then the replies, oldest first."""
    channel = seen(call, call.text("channel"))
    if call.here.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    first = channel.find(call.text("ts"))
    if first is None:
        raise ApiError("thread_not_found")
    said = _between(call, channel.thread(first.ts))
    return _page(call, said if first.is_deleted else [first, *said])


def _between(call: Call, said: list[Message]) -> list[Message]:
    oldest, latest = float(call.maybe("oldest") or 0), float(call.maybe("latest") or 1e12)
    if call.flag("inclusive"):
        return [one for one in said if oldest <= float(one.ts) <= latest]
    return [one for one in said if oldest < float(one.ts) < latest]


def _page(call: Call, said: list[Message]) -> Json:
    start, limit = call.number("cursor", 0), call.number("limit", 100)
    page, rest = said[start : start + limit], said[start + limit :]
    bodies = [_body(call, one) for one in page]
    cursor = str(start + limit) if rest else ""
    return {"messages": bodies, "has_more": bool(rest), "response_metadata": {"next_cursor": cursor}}


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
