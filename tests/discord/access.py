"""What the bot may do in a channel, as the API decides it."""

from __future__ import annotations

from tests.discord.calls import Call
from tests.discord.channels import Channel
from tests.discord.direct import DirectChannel
from tests.discord.errors import ApiError, Problem
from tests.discord.messages import Message
from tests.discord.permissions import Permission
from tests.discord.threads import Thread


def visible_channel(call: Call) -> Channel:
    """The channel of a call, if the bot can see it."""
    channel = call.world.channel(call.id("channel_id"))
    if channel.guild is not None and not channel.guild.has_bot:
        raise ApiError(Problem.MISSING_ACCESS)
    if not channel.permissions_of(call.world.bot) & Permission.VIEW_CHANNEL:
        raise ApiError(Problem.MISSING_ACCESS)
    return channel


def check_may(channel: Channel, permission: Permission) -> None:
    if not channel.permissions_of(channel.world.bot) & permission:
        raise ApiError(Problem.MISSING_PERMISSIONS)


def check_may_send(channel: Channel, *, files: bool = False, reply: bool = False) -> None:
    """Refuse a message where the bot may not write."""
    if isinstance(channel, DirectChannel):
        _check_direct(channel)
        return
    in_thread = isinstance(channel, Thread)
    check_may(channel, Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES)
    if files:
        check_may(channel, Permission.ATTACH_FILES)
    if reply and not channel.permissions_of(channel.world.bot) & Permission.READ_MESSAGE_HISTORY:
        raise ApiError(Problem.NO_HISTORY_FOR_REPLY)
    if isinstance(channel, Thread) and not channel.permissions_of(channel.world.bot) & Permission.MANAGE_THREADS:
        _check_thread(channel)


def own_message(call: Call, channel: Channel) -> Message:
    """The message of a call, to be edited: the bot's own, in a place that is not archived."""
    message = find_message(channel, call.id("message_id"))
    if message.author is not call.world.bot:
        raise ApiError(Problem.OTHER_PERSONS_MESSAGE)
    if isinstance(channel, Thread) and channel.archived:
        raise ApiError(Problem.THREAD_ARCHIVED)
    return message


def find_message(channel: Channel, message_id: int) -> Message:
    """A message everybody sees; ephemeral ones are not found by way of their channel."""
    for message in channel.messages:
        if message.id == message_id:
            return message
    raise ApiError(Problem.UNKNOWN_MESSAGE)


def _check_direct(channel: DirectChannel) -> None:
    person = channel.person
    shared = [guild for guild in channel.world.guilds.values() if guild.has_bot and person.id in guild.members]
    if not shared:
        raise ApiError(Problem.NO_MUTUAL_GUILDS)
    if not person.takes_direct_messages:
        raise ApiError(Problem.DIRECT_MESSAGES_CLOSED)


def _check_thread(thread: Thread) -> None:
    """A thread that was only put away comes back when somebody writes; a locked one does not."""
    if thread.locked:
        raise ApiError(Problem.THREAD_ARCHIVED if thread.archived else Problem.THREAD_LOCKED)
