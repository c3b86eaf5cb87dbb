"""Messages: posted, changed, whispered, deleted."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.slack.block_rules import MESSAGE_CHARACTERS, characters_in, message_problems
from tests.slack.calls import ApiError, Call, Method
from tests.slack.places import postable, seen
from tests.slack.responses import with_ids
from tests.slack.shown import changed, deleted, message_of, posted
from tests.slack.told import Json
from tests.slack.world import Channel, Message

LONGEST: Final = 40_000
LONGEST_UPDATE: Final = 4_000
"""Characters of a text that takes another's place. https://docs.slack.dev/reference/methods/chat.update#errors."""
LARGEST_METADATA: Final = 8 * 1024


def post_message(call: Call) -> Json:
    channel = postable(call, call.text("channel"))
    blocks = blocks_in(call)
    text = call.maybe("text") or ""
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > LONGEST:
        raise ApiError("msg_too_long")
    message = say(call, channel, text, blocks, thread_in(call, channel))
    message.metadata = metadata_in(call)
    return {"channel": channel.id, "ts": message.ts, "message": message_of(message)}


def say(call: Call, channel: Channel, text: str, blocks: list[Json], thread: str | None, **more: Any) -> Message:
    """Let the bot say it."""
    workspace = call.here
    message = Message(
        channel=channel,
        ts=call.world.new_ts(),
        user=workspace.bot_user,
        bot_id=workspace.bot_id,
        text=text,
        blocks=with_ids(blocks),
        thread_ts=thread,
        **more,
    )
    call.world.add_message(message)
    call.world.on_event(workspace, posted(message))
    return message


def update(call: Call) -> Json:
    channel = seen(call, call.text("channel"))
    message = channel.find(call.text("ts"))
    if message is None or message.is_deleted or message.only_for is not None:
        raise ApiError("message_not_found")
    if message.user != call.here.bot_user:
        raise ApiError("cant_update_message")
    if channel.is_archived:
        raise ApiError("is_inactive")
    postable(call, channel.id)
    _replace(call, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message_of(message)}


def _replace(call: Call, message: Message) -> None:
    """Let it say what was sent: blocks go where only a text comes, a mark stays where none comes."""
    before, blocks, text = message_of(message), blocks_in(call), call.maybe("text")
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text or "") > LONGEST_UPDATE:
        raise ApiError("msg_too_long")
    if "metadata" in call.arguments:
        message.metadata = metadata_in(call)
    message.blocks, message.text, message.edited_ts = with_ids(blocks), text or message.text, call.world.new_ts()
    call.world.changed()
    call.world.on_event(call.here, changed(message, before))


def post_ephemeral(call: Call) -> Json:
    channel = postable(call, call.text("channel"))
    user = call.text("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    blocks, text = blocks_in(call), call.maybe("text") or ""
    if not text and not blocks:
        raise ApiError("no_text")
    thread, ts = call.maybe("thread_ts"), call.world.new_ts()
    if thread is None or channel.thread(thread):  # in any other thread nobody sees it
        call.world.add_message(
            Message(
                channel=channel,
                ts=ts,
                user=call.here.bot_user,
                bot_id=call.here.bot_id,
                text=text,
                blocks=with_ids(blocks),
                thread_ts=thread,
                only_for=user,
            )
        )
    return {"message_ts": ts}


def delete(call: Call) -> Json:
    channel = seen(call, call.text("channel"))
    message = channel.find(call.text("ts"))
    if message is None or message.is_deleted:
        raise ApiError("message_not_found")
    if message.user != call.here.bot_user:
        raise ApiError("cant_delete_message")
    message.is_deleted = True
    call.world.changed()
    call.world.on_event(call.here, deleted(message))
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink."""
    channel = seen(call, call.text("channel"))
    message = channel.find(call.text("message_ts"))
    if message is None or message.is_deleted or message.only_for is not None:
        raise ApiError("message_not_found")
    address = f"{call.here.url}archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts not in (None, message.ts):
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def blocks_in(call: Call) -> list[Json]:
    """The blocks, where there are any. Raises `invalid_blocks`."""
    blocks = call.json("blocks")
    if not blocks:
        return []
    if characters_in(blocks) > MESSAGE_CHARACTERS:
        raise ApiError("msg_blocks_too_long")
    problems = message_problems(blocks)
    if problems:
        raise ApiError("invalid_blocks", response_metadata={"messages": [f"[ERROR] {one}" for one in problems]})
    found: list[Json] = blocks
    return found


def thread_in(call: Call, channel: Channel) -> str | None:
    """The thread it is for: one whose first message is there.

    Where it is not, Slack says so, or lets the reply stand in the channel: both were seen (`are_orphans_let_go`).
    """
    thread = call.maybe("thread_ts")
    if thread is None:
        return None
    first = channel.find(thread)
    if first is None or first.is_deleted or first.only_for is not None:
        if call.world.are_orphans_let_go:
            return None
        raise ApiError("thread_not_found")
    if first.thread_ts not in (None, first.ts):
        raise ApiError("cannot_reply_to_message")
    return thread


def metadata_in(call: Call) -> Json | None:
    """The mark; None where there is none, or an empty one."""
    metadata = call.json("metadata")
    if not metadata:
        return None
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise ApiError("metadata_too_large")
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
        raise ApiError("invalid_metadata_format")
    return metadata


METHODS: Final[dict[str, Method]] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
}
