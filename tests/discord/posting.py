"""Messages come, change and go, and the bot hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from tests.discord.drafts import Draft, draft_message
from tests.discord.errors import ApiError, Problem
from tests.discord.messages import Flag, Message
from tests.discord.payloads import to_event
from tests.discord.permissions import Permission
from tests.discord.threads import Thread
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.channels import Channel

# "The past few minutes", as the documentation of enforce_nonce says.
MEMORY_OF_NONCES: Final = timedelta(minutes=5)


def post(channel: Channel, author: User, draft: Draft) -> Message:
    """Post a message, or find the one the same author posted with the same nonce a moment ago."""
    earlier = _same_nonce(channel, author, draft)
    if earlier is not None and earlier.deleted:
        raise ApiError(Problem.UNKNOWN_MESSAGE)  # it is not made again: discord/discord-api-docs#6647
    if earlier is not None:
        return earlier
    message = draft_message(draft, Message(channel, channel.world.ids.next(), author))
    publish(message)
    return message


def publish(message: Message) -> None:
    """Show a message that is complete."""
    message.channel.all_messages.append(message)
    if isinstance(message.channel, Thread):
        message.channel.written_in(message.author)
    # Nobody can ask for the nonce later: only the first event and the answer to the post carry it.
    nonce = {} if message.nonce is None else {"nonce": message.nonce}
    _tell("MESSAGE_CREATE", message, to_event(message) | nonce)


def edit(message: Message, draft: Draft) -> None:
    """Change a message. The first edit of one that says "thinking" is its arrival, not an edit."""
    draft.apply(message)
    if message.is_thinking:
        message.flags &= ~Flag.LOADING
    else:
        message.edited_at = message.channel.world.clock.now()
        message.edits += 1
    _tell("MESSAGE_UPDATE", message, to_event(message))


def delete(message: Message) -> None:
    message.deleted = True
    body = {"id": str(message.id), "channel_id": str(message.channel.id)}
    guild = message.channel.guild
    _tell("MESSAGE_DELETE", message, body if guild is None else body | {"guild_id": str(guild.id)})


def _tell(event: str, message: Message, body: dict[str, Any]) -> None:
    """Announce it, unless the bot cannot see it there."""
    channel = message.channel
    if message.is_ephemeral or not channel.permissions_of(channel.world.bot) & Permission.VIEW_CHANNEL:
        channel.world.bell.ring()
    else:
        channel.world.announce(event, body, channel.guild)


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
