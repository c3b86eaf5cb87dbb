"""What there is in the stand-in's Slack: workspaces, channels, people, messages, files and views. No network here."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bell import Bell

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class File:
    """A file as Slack keeps it. `shares` are the messages it was shown in, by channel id."""

    id: str
    name: str
    mimetype: str
    owner: str
    content: bytes | None = None
    length: int = 0
    title: str = ""
    is_complete: bool = False
    is_deleted: bool = False
    shares: dict[str, list[Message]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Message:
    """A message, or something like one that a single person sees (`only_for`), which is in no history."""

    channel: Channel
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list[File] = field(default_factory=list)
    subtype: str | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    is_deleted: bool = False

    @property
    def is_edited(self) -> bool:
        return self.edited_ts is not None


@dataclass(eq=False, slots=True)
class Channel:
    """`kind` is `channel`, `group` (private), `im` (direct) or `mpim`."""

    workspace: Workspace
    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    log: list[Message] = field(default_factory=list)
    """Everything ever said there, deleted messages and those for one person included, in order."""

    @property
    def messages(self) -> list[Message]:
        """What everybody there can see, threads included, oldest first."""
        return [message for message in self.log if not message.is_deleted and message.only_for is None]

    def thread(self, ts: str) -> list[Message]:
        """The replies to a message."""
        return [message for message in self.messages if message.thread_ts == ts and message.ts != ts]

    def whispers(self, user: str) -> list[Message]:
        """What this person alone sees there."""
        return [message for message in self.log if message.only_for == user and not message.is_deleted]

    def find(self, ts: str) -> Message | None:
        """The message with this `ts`, deleted or not."""
        return next((message for message in self.log if message.ts == ts), None)


@dataclass(eq=False, slots=True)
class User:
    """A person or a bot. `home` is what their page in the app shows; `views` are the windows open before them."""

    id: str
    name: str
    is_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    takes_messages: bool = True
    comes_from: str | None = None
    """Their own workspace, where they are in this one's shared channels alone."""
    organisation: tuple[str, ...] = ()
    """The workspaces of their organisation that they belong to."""
    home: Json | None = None
    views: list[Json] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Workspace:
    """A workspace with the app in it, or (without a `token`) one that never let it in."""

    world: World
    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    token: str | None
    scopes: set[str] = field(default_factory=set)
    token_error: str | None = None
    """What Slack answers to the token: `token_revoked`, `account_inactive`; None while it is good."""
    largest_upload: int | None = None
    refuses_uploads: str | None = None
    """Slack's error for every upload: `file_type_not_allowed`, `file_uploads_disabled`, …"""
    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"https://{self.domain}.slack.com/"

    def direct(self, user: str) -> Channel:
        """The direct messages between somebody and the bot; they begin when they are first asked for."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {user, self.bot_user}:
                return channel
        return self.make_channel("im", f"im-{user}", {user, self.bot_user})

    def make_channel(self, kind: str, name: str, members: set[str]) -> Channel:
        """A new channel."""
        letter = {"channel": "C", "group": "C", "mpim": "G", "im": "D"}[kind]
        channel = Channel(self, self.world.new_id(letter), name, kind, members)
        self.channels[channel.id] = channel
        return channel


@dataclass(eq=False, slots=True)
class World:
    """All of it. `heard` is called with everything that Slack would send to the app (see `events.py`)."""

    bell: Bell = field(default_factory=Bell)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    on_event: Callable[[Workspace, Json], None] = field(default=lambda _workspace, _event: None)
    """Whoever tells the app what happens: called with the inner event (`{"type": "app_mention", …}`)."""
    files_origin: str = "https://files.slack.com"
    """What the addresses of files begin with."""
    are_orphans_let_go: bool = False
    """Whether a reply to a message that is gone stands in the channel (slack-go/slack#1571), and is not refused."""
    largest_page: int = 1000
    """Messages at once; 15 for an app from outside the Marketplace."""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _last_ts: int = 0

    def new_id(self, letter: str) -> str:
        """`C0000000A1B`: an id of Slack's kind, never one given before."""
        return f"{letter}0{next(self._numbers):04d}{secrets.token_hex(3).upper()}"

    def new_ts(self) -> str:
        """Now, as messages have it; never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(time.time() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def by_token(self, token: str) -> Workspace | None:
        """The workspace whose bot has this token, revoked or not."""
        return next((workspace for workspace in self.workspaces.values() if workspace.token == token), None)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel, wherever it is."""
        found = (workspace.channels.get(channel_id) for workspace in self.workspaces.values())
        return next((channel for channel in found if channel is not None), None)

    def add_message(self, message: Message) -> Message:
        """Let it be said, and let everybody who waits look again."""
        message.channel.log.append(message)
        self.bell.ring()
        return message

    def changed(self) -> None:
        """Something that people can see has changed."""
        self.bell.ring()


def event_of(message: Message) -> Json:
    """The message as events and histories have it."""
    body: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    optional: Mapping[str, Any] = {
        "blocks": message.blocks or None,
        "bot_id": message.bot_id,
        "thread_ts": message.thread_ts,
        "subtype": message.subtype,
    }
    return {**body, **{name: value for name, value in optional.items() if value is not None}}
