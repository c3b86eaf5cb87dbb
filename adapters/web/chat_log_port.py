"""What the chat page needs of the log that keeps its conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class ChatRoom(Protocol):
    """A conversation in the list at the left."""

    @property
    def id(self) -> str:
        """Names it in addresses."""
        ...

    @property
    def title(self) -> str:
        """What people read."""
        ...


class ChatMessage(Protocol):
    """One message. `seq` orders a conversation, `rev` grows with every change to any message."""

    @property
    def seq(self) -> int:
        """Its place in the conversation."""
        ...

    @property
    def id(self) -> str:
        """Names it for ever."""
        ...

    @property
    def conversation(self) -> str:
        """The id of its conversation."""
        ...

    @property
    def author(self) -> str:
        """A person's user id, or the bot."""
        ...

    @property
    def kind(self) -> str:
        """`text`, `notice`, `card` or `video`."""
        ...

    @property
    def key(self) -> str:
        """What it is about: there is one message per key."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """What the kind needs, as JSON."""
        ...

    @property
    def created_at(self) -> datetime:
        """When it was first said."""
        ...

    @property
    def rev(self) -> int:
        """Where its last change stands among all changes."""
        ...


class ChatLog(Protocol):
    """Conversations and their messages, kept across restarts."""

    async def conversations(self) -> Sequence[ChatRoom]:
        """All of them, in the order they were added."""
        ...

    async def add_conversation(self, id: str, title: str, at: datetime) -> None:  # noqa: A002 - the log's own word
        """Add one; nothing happens where the id is known."""
        ...

    async def add_once(
        self, *, conversation: str, key: str, author: str, kind: str, body: Mapping[str, Any], at: datetime
    ) -> tuple[ChatMessage, bool]:
        """Add a message, or find the one that has this key; True when it was added now."""
        ...

    async def put(
        self, *, conversation: str, key: str, author: str, kind: str, body: Mapping[str, Any], at: datetime
    ) -> ChatMessage:
        """Add a message, or give the one that has this key a new body and the next `rev`."""
        ...

    async def get(self, key: str) -> ChatMessage | None:
        """The message with this key."""
        ...

    async def messages(self, conversation: str, *, before_seq: int | None, limit: int) -> Sequence[ChatMessage]:
        """The last `limit` messages before `before_seq`, oldest first."""
        ...

    async def changes_since(self, rev: int, limit: int) -> Sequence[ChatMessage]:
        """Messages with a later `rev`, in its order."""
        ...

    async def latest_rev(self) -> int:
        """The `rev` of the latest change; 0 for an empty log."""
        ...
