"""The log of the local chat page, on both engines."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.storage.backend import Backend
from adapters.storage.chat_log import ChatLog, ChatMessage
from tests.fakes import START


@pytest.fixture
def chat(backend: Backend) -> ChatLog:
    return backend.chat_log


async def say(chat: ChatLog, text: str, key: str | None = None, conversation: str = "studio") -> ChatMessage:
    message, _ = await chat.add_once(
        conversation=conversation, key=key, author="ann", kind="text", body={"text": text}, at=START
    )
    return message


async def put(chat: ChatLog, key: str, **body: Any) -> ChatMessage:
    return await chat.put(conversation="studio", key=key, author="sora", kind="card", body=body, at=START)


async def test_conversations_are_listed_once_in_the_order_they_came(chat: ChatLog) -> None:
    await chat.add_conversation("b", "Second letter", START)
    await chat.add_conversation("c", "Third letter", START)
    await chat.add_conversation("b", "Again", START)

    conversations = await chat.conversations()

    assert [(found.id, found.title) for found in conversations] == [("b", "Second letter"), ("c", "Third letter")]


async def test_a_key_is_added_once(chat: ChatLog) -> None:
    first = await say(chat, "hello", key="k")

    again, was_added = await chat.add_once(
        conversation="studio", key="k", author="ben", kind="text", body={"text": "bye"}, at=START
    )

    assert not was_added
    assert again == first
    assert await chat.latest_rev() == first.rev


async def test_of_many_with_one_key_at_the_same_time_one_is_added(chat: ChatLog) -> None:
    outcomes = await asyncio.gather(
        *(
            chat.add_once(conversation="studio", key="k", author="ann", kind="text", body={"n": n}, at=START)
            for n in range(8)
        )
    )

    assert sorted(was_added for _, was_added in outcomes) == [False] * 7 + [True]
    assert len({message.seq for message, _ in outcomes}) == 1


async def test_without_a_key_every_message_is_new(chat: ChatLog) -> None:
    first, second = await say(chat, "hello"), await say(chat, "hello")

    assert first.id != second.id


async def test_putting_again_changes_the_body_and_keeps_the_place(chat: ChatLog) -> None:
    first = await put(chat, "card", step=1)
    await say(chat, "between")

    second = await put(chat, "card", step=2)

    assert (second.seq, second.id, second.body) == (first.seq, first.id, {"step": 2})
    assert second.rev > first.rev
    assert await chat.get("card") == second


async def test_a_key_nobody_used_is_not_found(chat: ChatLog) -> None:
    assert await chat.get("nothing") is None


async def test_the_last_messages_come_oldest_first_and_earlier_ones_page_by_page(chat: ChatLog) -> None:
    for number in range(5):
        await say(chat, str(number))
    await say(chat, "elsewhere", conversation="other")

    last = await chat.messages("studio", before_seq=None, limit=2)
    before = await chat.messages("studio", before_seq=last[0].seq, limit=2)

    assert [message.body["text"] for message in (*before, *last)] == ["1", "2", "3", "4"]


async def test_a_page_catches_up_on_additions_and_changes_in_their_order(chat: ChatLog) -> None:
    await put(chat, "card", step=1)
    known = await chat.latest_rev()
    await say(chat, "new")
    await put(chat, "card", step=2)

    changes = await chat.changes_since(known, 10)

    assert [message.body for message in changes] == [{"text": "new"}, {"step": 2}]
    assert await chat.latest_rev() == changes[-1].rev


async def test_an_empty_log_has_no_changes(chat: ChatLog) -> None:
    assert await chat.latest_rev() == 0
    assert await chat.changes_since(0, 10) == []
