"""Messages come, change and go, and the bot hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.discord.drafts import Draft, draft_message
from tests.discord.messages import Flag, Message
from tests.discord.payloads import to_event
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.channels import Channel

# "The past few minutes", as the documentation of enforce_nonce says.
MEMORY_OF_NONCES: Final = timedelta(minutes=5)


def post(channel: Channel, author: User, draft: Draft) -> Message:
    """Post a message, or find the one that was posted with the same nonce a moment ago."""
    earlier = _same_nonce(channel, author, draft)
    if earlier is not None:
        return earlier
    message = draft_message(channel.world, draft, Message(channel, channel.world.ids.next(), author))
    publish(message)
    return message


def publish(message: Message) -> None:
    """Show a message that is complete."""
    message.channel.all_messages.append(message)
    if message.is_ephemeral:
        message.channel.world.bell.ring()
    else:
        message.channel.world.announce("MESSAGE_CREATE", to_event(message), message.channel.guild)
    # Only the answer to the post and the first event carry it.
    message.channel.world.bell.ring()


def edit(message: Message, draft: Draft) -> None:
    """Change a message. The first edit of one that says "thinking" is its arrival, not an edit."""
    draft.apply(message)
    if message.is_thinking:
        message.flags &= ~Flag.LOADING
    else:
        message.edited_at = message.channel.world.clock.now()
        message.edits += 1
    if message.is_ephemeral:
        message.channel.world.bell.ring()
    else:
        message.channel.world.announce("MESSAGE_UPDATE", to_event(message), message.channel.guild)


def delete(message: Message) -> None:
    message.deleted = True
    if message.is_ephemeral:
        message.channel.world.bell.ring()
        return
    body = {"id": str(message.id), "channel_id": str(message.channel.id)}
    guild = message.channel.guild
    message.channel.world.announce(
        "MESSAGE_DELETE", body if guild is None else body | {"guild_id": str(guild.id)}, guild
    )


def _same_nonce(channel: Channel, author: User, draft: Draft) -> Message | None:
    nonce = draft.body.get("nonce")
    if nonce is None or not draft.body.get("enforce_nonce"):
        return None
    since = channel.world.clock.now() - MEMORY_OF_NONCES
    return next(
        (
            message
            for anywhere in channel.world.channels.values()
            for message in anywhere.all_messages
            if message.nonce == nonce and message.author is author and message.created_at >= since
        ),
        None,
    )
