"""Routes of channels and their messages."""

from __future__ import annotations

from typing import Any, Final

from tests.discord.access import check_may, check_may_send, find_message, own_message, visible_channel
from tests.discord.calls import NO_CONTENT, Answer, Call, Routes
from tests.discord.errors import ApiError, Problem, invalid
from tests.discord.messages import Message
from tests.discord.payloads import to_message, without_content
from tests.discord.permissions import Permission
from tests.discord.posting import delete, edit, post
from tests.discord.sessions import Intent
from tests.discord.threads import Thread


def get_channel(call: Call) -> Answer:
    return 200, visible_channel(call).payload


def create_message(call: Call) -> Answer:
    channel = visible_channel(call)
    check_may_send(channel, files=bool(call.uploads), reply=bool(call.json.get("message_reference")))
    message = post(channel, call.world.bot, call.draft)
    return 200, to_message(message) | ({} if message.nonce is None else {"nonce": message.nonce})


def list_messages(call: Call) -> Answer:
    """List the newest first, or those around, before or after one."""
    channel = visible_channel(call)
    check_may(channel, Permission.READ_MESSAGE_HISTORY)
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    messages = channel.messages
    if "before" in call.query:
        messages = [one for one in messages if one.id < int(call.query["before"])]
    if "after" in call.query:
        messages = [one for one in messages if one.id > int(call.query["after"])][:limit]
    if "around" in call.query:
        messages = sorted(messages, key=lambda one: abs(one.id - int(call.query["around"])))[:limit]
    newest_first = sorted(messages, key=lambda one: one.id, reverse=True)
    return 200, [_readable(one) for one in newest_first[:limit]]


def get_message(call: Call) -> Answer:
    channel = visible_channel(call)
    check_may(channel, Permission.READ_MESSAGE_HISTORY)
    return 200, _readable(find_message(channel, call.id("message_id")))


def edit_message(call: Call) -> Answer:
    message = own_message(call, visible_channel(call))
    edit(message, call.draft)
    return 200, to_message(message)


def delete_message(call: Call) -> Answer:
    channel = visible_channel(call)
    message = find_message(channel, call.id("message_id"))
    if message.author is not call.world.bot:
        check_may(channel, Permission.MANAGE_MESSAGES)
    delete(message)
    return NO_CONTENT


def show_typing(call: Call) -> Answer:
    channel = visible_channel(call)
    check_may_send(channel)
    channel.typing += 1
    call.world.bell.ring()
    return NO_CONTENT


def join_thread(call: Call) -> Answer:
    channel = visible_channel(call)
    if not isinstance(channel, Thread):
        raise ApiError(Problem.UNKNOWN_CHANNEL)
    if channel.archived:
        raise ApiError(Problem.THREAD_ARCHIVED)
    channel.join_bot()
    return NO_CONTENT


def _readable(message: Message) -> dict[str, Any]:
    """The message as the bot may read it."""
    world = message.channel.world
    if message.channel.guild is None or Intent.MESSAGE_CONTENT in world.gateway.allowed_privileged:
        return to_message(message)
    return without_content(to_message(message), world.bot)


ROUTES: Final[Routes] = {
    "GET /channels/{channel_id}": get_channel,
    "GET /channels/{channel_id}/messages": list_messages,
    "POST /channels/{channel_id}/messages": create_message,
    "GET /channels/{channel_id}/messages/{message_id}": get_message,
    "PATCH /channels/{channel_id}/messages/{message_id}": edit_message,
    "DELETE /channels/{channel_id}/messages/{message_id}": delete_message,
    "POST /channels/{channel_id}/typing": show_typing,
    "PUT /channels/{channel_id}/thread-members/@me": join_thread,
}
