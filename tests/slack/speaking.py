"""What somebody says: messages, edits, pictures, invitations, and the app hears of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from tests.slack.filled_in import Upload
from tests.slack.impossible import Impossible
from tests.slack.shown import changed, deleted, message_of, posted
from tests.slack.typed import blocks_of, text_of
from tests.slack.world import Channel, File, Message, User, Workspace


def upload(workspace: Workspace, user: User, file: Upload) -> File:
    """A file of somebody's own, which is in no message yet."""
    name, content, mimetype = file
    made = File(
        workspace.world.new_id("F"), name, mimetype, user.id, content, len(content), title=name, is_complete=True
    )
    workspace.files[made.id] = made
    return made


def say(
    channel: Channel, user: User, typed: str, *, thread: Message | None = None, files: Sequence[Upload] = ()
) -> Message:
    """Let it be said. The app hears of it in direct messages, and where it is mentioned in a channel it is in."""
    if user.id not in channel.members or channel.is_archived:
        raise Impossible(f"{user.name} cannot write in {channel.name}")
    workspace = channel.workspace
    message = Message(
        channel=channel,
        ts=workspace.world.new_ts(),
        user=user.id,
        text=text_of(typed),
        blocks=blocks_of(typed, uuid.uuid4().hex[:5]),
        thread_ts=None if thread is None else thread.thread_ts or thread.ts,
        subtype="file_share" if files else None,
        files=[upload(workspace, user, file) for file in files],
    )
    for file in message.files:
        file.shares.setdefault(channel.id, []).append(message)
    workspace.world.add_message(message)
    _tell(message)
    return message


def edit(message: Message, typed: str) -> None:
    """Let it say something else. Where the bot is mentioned, Slack says so again: slackapi/bolt-js#960."""
    before = message_of(message)
    message.text, message.blocks = text_of(typed), blocks_of(typed, uuid.uuid4().hex[:5])
    workspace = message.channel.workspace
    message.edited_ts = workspace.world.new_ts()
    workspace.world.changed()
    workspace.world.on_event(workspace, changed(message, before))
    _tell_mention(message)


def delete(message: Message) -> None:
    """Let it be gone."""
    message.is_deleted = True
    workspace = message.channel.workspace
    workspace.world.changed()
    workspace.world.on_event(workspace, deleted(message))


def let_in(channel: Channel, who: str, inviter: str) -> None:
    """Somebody (or the bot) comes into a channel."""
    workspace = channel.workspace
    channel.members.add(who)
    event = {
        "type": "member_joined_channel",
        "user": who,
        "channel": channel.id,
        "channel_type": {"channel": "C"}.get(channel.kind, "G"),
        "team": workspace.id,
        "inviter": inviter,
        "event_ts": workspace.world.new_ts(),
    }
    workspace.world.changed()
    if workspace.bot_user in channel.members:
        workspace.world.on_event(workspace, event)


def _tell(message: Message) -> None:
    workspace = message.channel.workspace
    event = posted(message) | {"client_msg_id": str(uuid.uuid4())}
    workspace.world.on_event(workspace, event)
    _tell_mention(message)


def _tell_mention(message: Message) -> None:
    workspace = message.channel.workspace
    is_there = workspace.bot_user in message.channel.members and message.channel.kind != "im"
    if not is_there or f"<@{workspace.bot_user}>" not in message.text:
        return
    event = posted(message) | {"client_msg_id": str(uuid.uuid4()), "type": "app_mention"}
    left_out = ("channel_type", "subtype")
    workspace.world.on_event(workspace, {name: value for name, value in event.items() if name not in left_out})
