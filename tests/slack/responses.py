"""Response addresses: where an app answers what somebody did, for a while.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from tests.slack.block_rules import message_problems
from tests.slack.shown import changed, deleted, message_of, posted
from tests.slack.told import Json
from tests.slack.world import Channel, Message, User

MOST_USES: Final = 5
LIVES: Final = 30 * 60.0


@dataclass(eq=False, slots=True)
class Address:
    """One of them. `message` is the one that was pressed, if it was a message."""

    user: User
    channel: Channel
    message: Message | None
    good_until: float
    bodies: list[Json] = field(default_factory=list)
    """What was sent there."""


@dataclass(eq=False)
class Responses:
    """All that were given out."""

    origin: str = ""
    """`http://127.0.0.1:PORT`."""
    addresses: dict[str, Address] = field(default_factory=dict)

    def issue(self, user: User, channel: Channel, message: Message | None = None) -> tuple[str, Address]:
        """A new one, good for five answers in half an hour."""
        name = secrets.token_urlsafe(12)
        address = self.addresses[name] = Address(user, channel, message, time.monotonic() + LIVES)
        return f"{self.origin}/response/{name}", address

    def expire(self) -> None:
        """Let half an hour pass for all that were given out."""
        for address in self.addresses.values():
            address.good_until = 0.0

    async def serve(self, request: web.Request) -> web.Response:
        """Take one answer."""
        address = self.addresses.get(request.match_info["name"])
        if address is None or address.good_until < time.monotonic():
            return _no("expired_url")
        if len(address.bodies) >= MOST_USES:
            return _no("used_url")
        body = await _body(request)
        if body is None:
            return _no("invalid_payload", 400)
        address.bodies.append(body)
        if not (body.get("text") or body.get("blocks") or body.get("delete_original")):
            return _no("no_text", 400)
        if body.get("blocks") and message_problems(body["blocks"]):
            return _no("invalid_blocks", 400)
        respond(address, body)
        return web.Response(text="ok")


def respond(address: Address, body: Json) -> Message | None:
    """Let the answer be seen: instead of what was pressed, or as something new."""
    original = address.message
    if body.get("delete_original"):
        return None if original is None else _delete(original)
    if body.get("replace_original") and original is not None:
        return _replace(original, body)
    return _say(address, body)


def _say(address: Address, body: Json) -> Message:
    channel, workspace = address.channel, address.channel.workspace
    message = Message(
        channel=channel,
        ts=workspace.world.new_ts(),
        user=workspace.bot_user,
        bot_id=workspace.bot_id,
        text=str(body.get("text") or ""),
        blocks=with_ids(body.get("blocks") or []),
        thread_ts=body.get("thread_ts"),
        only_for=None if body.get("response_type") == "in_channel" else address.user.id,
    )
    workspace.world.add_message(message)
    if message.only_for is None:
        workspace.world.on_event(workspace, posted(message))
    return message


def _replace(message: Message, body: Json) -> Message:
    workspace, before = message.channel.workspace, message_of(message)
    message.text, message.blocks = str(body.get("text") or ""), with_ids(body.get("blocks") or [])
    message.edited_ts = workspace.world.new_ts()
    if message.only_for is None:
        workspace.world.on_event(workspace, changed(message, before))
    workspace.world.changed()
    return message


def _delete(message: Message) -> Message:
    workspace = message.channel.workspace
    message.is_deleted = True
    if message.only_for is None:
        workspace.world.on_event(workspace, deleted(message))
    workspace.world.changed()
    return message


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks, each with an id: Slack gives one to those that came without."""
    return [{**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)} for block in blocks]


async def _body(request: web.Request) -> Json | None:
    try:
        body = json.loads(await request.read())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _no(error: str, status: int = 404) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
