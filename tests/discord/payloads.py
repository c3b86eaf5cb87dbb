"""The message object, as the API answers it and as events carry it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.discord.components import media_of, walk
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.messages import Message

ORDINARY, REPLY, SLASH, MENU = 0, 19, 20, 23


def to_message(message: Message) -> dict[str, Any]:
    """What the API answers about a message."""
    components, used = _components(message)
    body: dict[str, Any] = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": _type(message),
        "author": message.author.user_payload,
        "content": message.content,
        "timestamp": message.created_at.isoformat(),
        "edited_timestamp": None if message.edited_at is None else message.edited_at.isoformat(),
        "tts": False,
        "pinned": False,
        "mention_everyone": message.pings.everyone,
        "mentions": [user.user_payload for user in message.pings.users],
        "mention_roles": [str(role.id) for role in message.pings.roles],
        # Files that a component shows are left out on purpose: discord/discord-api-docs#8277.
        "attachments": [file.payload for file in message.uploads if file.id not in used],
        "embeds": message.embeds,
        "flags": int(message.flags),
        "components": components,
    }
    if message.reference is not None:
        body["message_reference"] = _reference(message.reference)
        body["referenced_message"] = None if message.reference.deleted else to_message(message.reference)
    if message.interaction is not None:
        body |= message.interaction.of_its_messages
    return body


def to_event(message: Message) -> dict[str, Any]:
    """What MESSAGE_CREATE and MESSAGE_UPDATE carry: the guild and the author as its member, too."""
    body = to_message(message)
    guild = message.channel.guild
    if guild is None:
        return body
    member = guild.members.get(message.author.id)
    return body | {"guild_id": str(guild.id)} | ({"member": member.payload} if member else {})


def without_content(body: dict[str, Any], bot: User) -> dict[str, Any]:
    """Leave out what a person wrote in a guild, unless it is to the bot: what bots without the intent get to see."""
    if body["author"]["id"] == str(bot.id) or any(user["id"] == str(bot.id) for user in body["mentions"]):
        return body
    return body | {"content": "", "embeds": [], "attachments": [], "components": []}


def _type(message: Message) -> int:
    if message.interaction is not None and message is message.interaction.original:
        return message.interaction.type_of_answer
    return ORDINARY if message.reference is None else REPLY


def _reference(of: Message) -> dict[str, Any]:
    body = {"type": 0, "message_id": str(of.id), "channel_id": str(of.channel.id)}
    return body if of.channel.guild is None else body | {"guild_id": str(of.channel.guild.id)}


def _components(message: Message) -> tuple[list[dict[str, Any]], set[int]]:
    """The components with fresh links, and which files they show."""
    components = copy.deepcopy(message.components)
    files = {str(file.id): file for file in message.uploads}
    used = set()
    for placed in walk(components):
        for media in media_of(placed.body):
            file = files.get(media.get("attachment_id", ""))
            if file is not None:
                media |= file.media
                used.add(file.id)
    return components, used
