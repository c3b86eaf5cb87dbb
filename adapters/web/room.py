"""The page's conversations: a log, and the connections that are woken when it grows."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.web.chat_log_port import ChatLog, ChatMessage
from bot.domain.errors import ConversationGone
from bot.ports import Clock

BOT: Final = "sora"
"""The author of everything the bot says."""

REMOVED: Final = "removed"
"""The kind of a message that is there no more. Pages hear of it once and take it away."""

NOBODY: Final = ""
"""Whom a message is private to that is for us alone."""


class TooManyConnections(Exception):
    """The page is open in more places than we serve."""


@dataclass(slots=True)
class Room:
    """Writes to the log and tells whoever listens. Everybody reads the log at their own speed: nothing queues up here.

    `most` bounds the connections that listen at one time.
    """

    log: ChatLog
    clock: Clock
    most: int = 256
    _listeners: set[asyncio.Event] = field(default_factory=set)
    _closed: bool = False

    @property
    def is_closed(self) -> bool:
        """True once the page goes down and connections should end."""
        return self._closed

    async def require(self, conversation: str) -> None:
        """Raise `ConversationGone` for a conversation we do not have."""
        if conversation not in {known.id for known in await self.log.conversations()}:
            raise ConversationGone

    async def put(self, conversation: str, key: str, kind: str, body: Mapping[str, Any]) -> ChatMessage:
        """What the bot says under `key`, new or changed."""
        await self.require(conversation)
        message = await self.log.put(
            conversation=conversation, key=key, author=BOT, kind=kind, body=body, at=self.clock.now()
        )
        self._wake()
        return message

    async def add_once(
        self, conversation: str, key: str, kind: str, body: Mapping[str, Any], *, author: str = BOT
    ) -> tuple[ChatMessage, bool]:
        """A message that is said once, however often it is tried; True when it was added now."""
        await self.require(conversation)
        message, is_new = await self.log.add_once(
            conversation=conversation, key=key, author=author, kind=kind, body=body, at=self.clock.now()
        )
        self._wake()
        return message, is_new

    async def identity(self) -> str:
        """Names this log: a page that knew another one has to start afresh, whatever its revisions say."""
        body = {"id": secrets.token_hex(8), "private_to": NOBODY}
        message, _ = await self.log.add_once(
            conversation="", key="log:identity", author=BOT, kind="identity", body=body, at=self.clock.now()
        )
        return str(message.body["id"])

    @contextmanager
    def listen(self) -> Iterator[asyncio.Event]:
        """An event that is set after each change. Raises `TooManyConnections`."""
        if len(self._listeners) >= self.most:
            raise TooManyConnections
        event = asyncio.Event()
        self._listeners.add(event)
        try:
            yield event
        finally:
            self._listeners.discard(event)

    def close(self) -> None:
        """Let all connections end, so that the listener can go down at once."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        for event in self._listeners:
            event.set()
