"""Messages, files and views as events and payloads have them."""

from __future__ import annotations

import time
from typing import Any, Final

from tests.slack.told import APP_ID, Json
from tests.slack.world import Channel, File, Message, Workspace, event_of

PLACE_NAMES: Final = {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}


def message_of(message: Message) -> Json:
    """The message as it is now."""
    body = event_of(message) | {"team": message.channel.workspace.id} | _as_thread(message)
    if message.bot_id is not None:
        body["app_id"] = APP_ID
    if message.files:
        body["files"] = [file_of(message.channel.workspace, file) for file in message.files]
    if message.metadata is not None:
        body["metadata"] = message.metadata
    if message.is_edited:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    return body


def _as_thread(message: Message) -> Json:
    """What a message says of its replies; in one without any there is no `thread_ts`."""
    if message.thread_ts not in (None, message.ts):
        first = message.channel.find(str(message.thread_ts))
        return {} if first is None else {"parent_user_id": first.user}
    replies = message.channel.thread(message.ts)
    if not replies:
        return {}
    users = sorted({reply.user for reply in replies})
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
    }


def file_of(workspace: Workspace, file: File) -> Json:
    """A file that everybody with a token and the right to it can fetch."""
    folder = f"{workspace.world.files_origin}/files-pri/{workspace.id}-{file.id}"
    return {
        "id": file.id,
        "created": int(time.time()),
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "user": file.owner,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"{folder}/{file.name}",
        "url_private_download": f"{folder}/download/{file.name}",
        "file_access": "visible",
    }


def place_of(channel: Channel) -> Json:
    """A channel in payloads, where only public ones have their names."""
    return {"id": channel.id, "name": PLACE_NAMES.get(channel.kind, channel.name)}


def posted(message: Message) -> Json:
    """The event that tells of a new message."""
    upload: dict[str, Any] = {"upload": False, "display_as_bot": False} if message.files else {}
    return message_of(message) | upload | {**_where(message), "event_ts": message.ts}


def changed(message: Message, before: Json) -> Json:
    """The event that tells of an edit; `before` is the message as it was."""
    bodies = {"message": message_of(message), "previous_message": before}
    return _of_change(message, "message_changed") | bodies


def deleted(message: Message) -> Json:
    """The event that tells that a message is gone."""
    bodies = {"deleted_ts": message.ts, "previous_message": message_of(message)}
    return _of_change(message, "message_deleted") | bodies


def _of_change(message: Message, subtype: str) -> Json:
    now = message.channel.workspace.world.new_ts()
    body = {"type": "message", "subtype": subtype, "hidden": True, "ts": now, "event_ts": now}
    return body | _where(message)


def _where(message: Message) -> Json:
    return {"channel": message.channel.id, "channel_type": message.channel.kind}
