"""The log of the local chat page: its conversations and messages, kept across restarts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from adapters.storage.engine import Engine
from adapters.storage.moments import to_moment, to_ms
from adapters.storage.statements import Row, Statements
from adapters.storage.transaction import SqlTransaction

_NO_END: Final = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatConversation:
    """A conversation of the chat page."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A message: `seq` orders them, `rev` is the number of its last change among the changes of all messages."""

    seq: int
    id: str
    conversation: str
    author: str
    kind: str
    key: str
    body: Mapping[str, Any]
    created_at: datetime
    rev: int


@dataclass(frozen=True, slots=True)
class ChatLog:
    """Each change takes the next number of one counter, so a page that knows a number can catch up from there."""

    _engine: Engine

    async def conversations(self) -> Sequence[ChatConversation]:
        """All of them, in the order they were added."""
        rows = await self._engine.read(lambda tx: tx.sql.all("chat_conversations"))
        return [ChatConversation(id=id_, title=title) for id_, title in rows]

    async def add_conversation(self, id: str, title: str, at: datetime) -> None:  # noqa: A002 - the log's own word
        """Add one; nothing happens where the id is known."""
        await self._engine.write(lambda tx: tx.sql.run("add_chat_conversation", id=id, title=title, at=to_ms(at)))

    async def add_once(
        self, *, conversation: str, key: str | None, author: str, kind: str, body: Mapping[str, Any], at: datetime
    ) -> tuple[ChatMessage, bool]:
        """Add a message, or find the one that has this key already; True when it was added now.

        Keys are unique over the whole log. Without one the message is always new, and gets a key of its own.
        """
        values = _values(conversation, key or uuid4().hex, author, kind, body)

        async def work(tx: SqlTransaction) -> tuple[ChatMessage, bool]:
            known = await _find(tx.sql, values["key"])
            if known is not None:
                return known, False
            rev = await _next_revision(tx.sql)
            # Others may have added it while we waited for the counter; then a number goes unused.
            known = await _find(tx.sql, values["key"])
            return (known, False) if known is not None else (await _add(tx.sql, rev, at, values), True)

        return await self._engine.write(work)

    async def put(
        self, *, conversation: str, key: str, author: str, kind: str, body: Mapping[str, Any], at: datetime
    ) -> ChatMessage:
        """Add a message, or give the one that has this key a new body and the next `rev`."""
        values = _values(conversation, key, author, kind, body)

        async def work(tx: SqlTransaction) -> ChatMessage:
            rev = await _next_revision(tx.sql)
            if await tx.sql.run("change_chat_message", rev=rev, **_changeable(values)):
                return await _get(tx.sql, key)
            return await _add(tx.sql, rev, at, values)

        return await self._engine.write(work)

    async def get(self, key: str) -> ChatMessage | None:
        """The message with this key."""
        return await self._engine.read(lambda tx: _find(tx.sql, key))

    async def messages(self, conversation: str, *, before_seq: int | None, limit: int) -> Sequence[ChatMessage]:
        """The last `limit` messages, or the last before `before_seq`; oldest first."""
        before = _NO_END if before_seq is None else before_seq
        rows = await self._engine.read(
            lambda tx: tx.sql.all("chat_messages_before", conversation=conversation, before_seq=before, count=limit)
        )
        return [_to_message(row) for row in reversed(rows)]

    async def changes_since(self, rev: int, limit: int) -> Sequence[ChatMessage]:
        """Messages whose last change came after `rev`, in the order of their changes."""
        rows = await self._engine.read(lambda tx: tx.sql.all("chat_messages_since", rev=rev, count=limit))
        return [_to_message(row) for row in rows]

    async def latest_rev(self) -> int:
        """The number of the latest change; 0 for an empty log."""
        rev: int = await self._engine.read(lambda tx: tx.sql.value("latest_chat_revision"))
        return rev


def _values(conversation: str, key: str, author: str, kind: str, body: Mapping[str, Any]) -> dict[str, str]:
    return {"conversation": conversation, "key": key, "author": author, "kind": kind, "body": json.dumps(body)}


def _changeable(values: Mapping[str, str]) -> dict[str, str]:
    """A message stays in its conversation."""
    return {name: value for name, value in values.items() if name != "conversation"}


async def _next_revision(sql: Statements) -> int:
    """Count on. Locks the counter, so changes are committed in the order of their numbers."""
    rev: int = await sql.value("next_chat_revision")
    return rev


async def _add(sql: Statements, rev: int, at: datetime, values: Mapping[str, str]) -> ChatMessage:
    await sql.run("add_chat_message", rev=rev, at=to_ms(at), **values)
    return await _get(sql, values["key"])


async def _find(sql: Statements, key: str) -> ChatMessage | None:
    row = await sql.one("get_chat_message", key=key)
    return None if row is None else _to_message(row)


async def _get(sql: Statements, key: str) -> ChatMessage:
    message = await _find(sql, key)
    assert message is not None  # just written in this transaction
    return message


def _to_message(row: Row) -> ChatMessage:
    seq, conversation, author, kind, key, body, created_at, rev = row
    return ChatMessage(
        seq=seq,
        id=f"m{seq}",
        conversation=conversation,
        author=author,
        kind=kind,
        key=key,
        body=json.loads(body),
        created_at=to_moment(created_at),
        rev=rev,
    )
