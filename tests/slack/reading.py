"""What a reader sees of messages and views."""

from __future__ import annotations

from collections.abc import Iterator

from tests.adapters.slack.shown import shown
from tests.slack.text_rules import everything
from tests.slack.told import Json
from tests.slack.world import Message


def text_of(message: Message | Json) -> str:
    """All of its words, a line for each part; of a message without blocks its text."""
    blocks = message.blocks if isinstance(message, Message) else message["blocks"]
    if not blocks and isinstance(message, Message):
        return message.text
    return "\n".join(shown(blocks))


def job_of(message: Message) -> str:
    """The id in the mark on a card or a link, or in the blocks of a video."""
    if message.metadata is not None:
        return str(message.metadata["event_payload"]["job"])
    ids = (str(block["block_id"]) for block in message.blocks)
    return next(name.rpartition(":")[2] for name in ids if name.startswith("sora:"))


def pings(message: Message) -> Iterator[str]:
    """Whom it would call: people and groups in its blocks, and whatever its text has in angle brackets."""
    for part in everything(message.blocks):
        if part.get("type") in ("user", "usergroup", "broadcast"):
            yield str(part.get("user_id") or part.get("usergroup_id") or part.get("range"))
        if part.get("type") == "mrkdwn" and "<" in part.get("text", ""):
            yield part["text"]
    if "<" in message.text:
        yield message.text
