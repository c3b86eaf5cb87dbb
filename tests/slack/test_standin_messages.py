"""Messages, threads and histories in the stand-in's Slack, before Slack's own client."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.slack.people import Person
from tests.slack.refusals import refusal
from tests.slack.stand_in import Slack
from tests.slack.world import Channel, Workspace

MARK = {"event_type": "sora_card", "event_payload": {"job": "k7m2qx9d"}}
DIVIDER = {"type": "divider"}


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "nothing"}],
        [DIVIDER] * 51,
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
    ],
)
async def test_blocks_beyond_the_limits_are_refused(
    client: AsyncWebClient, videos: Channel, blocks: list[dict[str, Any]]
) -> None:
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel=videos.id, text="hello", blocks=blocks)

    assert videos.messages == []


async def test_a_reply_stands_in_its_thread_and_not_in_the_channel(
    client: AsyncWebClient, ann: Person, videos: Channel
) -> None:
    asked = ann.posts(videos, "a red kite")
    await client.chat_postMessage(channel=videos.id, thread_ts=asked.ts, text="hello")

    history = await client.conversations_history(channel=videos.id)
    replies = await client.conversations_replies(channel=videos.id, ts=asked.ts)

    assert [message["text"] for message in history["messages"]] == ["a red kite"]
    assert [message["text"] for message in replies["messages"]] == ["a red kite", "hello"]


async def test_there_is_no_thread_under_what_is_not_there(client: AsyncWebClient, ann: Person, videos: Channel) -> None:
    asked = ann.posts(videos, "a red kite")
    reply = await client.chat_postMessage(channel=videos.id, thread_ts=asked.ts, text="hello")

    assert await refusal(client, "chat.postMessage", channel=videos.id, thread_ts="1.5", text="x") == "thread_not_found"
    under_reply = {"channel": videos.id, "thread_ts": reply["ts"], "text": "x"}
    assert await refusal(client, "chat.postMessage", **under_reply) == "cannot_reply_to_message"


async def test_the_bot_posts_only_where_it_is(client: AsyncWebClient, ann: Person, videos: Channel) -> None:
    videos.is_archived = True
    assert await refusal(client, "chat.postMessage", channel=videos.id, text="x") == "is_archived"
    videos.is_archived = False
    ann.removes_bot(videos)
    assert await refusal(client, "chat.postMessage", channel=videos.id, text="x") == "not_in_channel"
    assert await refusal(client, "chat.postMessage", channel="C0NOWHERE", text="x") == "channel_not_found"


async def test_a_whisper_is_seen_by_one_person_and_in_no_history(
    client: AsyncWebClient, ann: Person, videos: Channel
) -> None:
    await client.chat_postEphemeral(channel=videos.id, user=ann.id, text="psst")

    assert [message.text for message in ann.whispers(videos)] == ["psst"]
    assert (await client.conversations_history(channel=videos.id))["messages"] == []


async def test_a_whisper_in_a_thread_without_replies_is_seen_by_nobody(
    client: AsyncWebClient, ann: Person, videos: Channel
) -> None:
    asked = ann.posts(videos, "a red kite")

    assert (await client.chat_postEphemeral(channel=videos.id, user=ann.id, thread_ts=asked.ts, text="psst"))["ok"]

    assert ann.whispers(videos) == []


async def test_a_mark_is_told_to_whoever_asks_for_it(client: AsyncWebClient, videos: Channel) -> None:
    await client.chat_postMessage(channel=videos.id, text="hello", metadata=MARK)

    plain = await client.conversations_history(channel=videos.id)
    full = await client.conversations_history(channel=videos.id, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == MARK


async def test_a_mark_stays_when_the_message_changes(client: AsyncWebClient, videos: Channel) -> None:
    posted = await client.chat_postMessage(channel=videos.id, text="hello", metadata=MARK)
    await client.chat_update(channel=videos.id, ts=posted["ts"], text="bye")

    (message,) = videos.messages
    assert (message.text, message.metadata, message.is_edited) == ("bye", MARK, True)


async def test_only_its_own_messages_can_be_changed_or_deleted(
    client: AsyncWebClient, ann: Person, videos: Channel
) -> None:
    theirs = ann.posts(videos, "a red kite")

    assert await refusal(client, "chat.update", channel=videos.id, ts=theirs.ts, text="x") == "cant_update_message"
    assert await refusal(client, "chat.delete", channel=videos.id, ts=theirs.ts) == "cant_delete_message"
    assert await refusal(client, "chat.delete", channel=videos.id, ts="1.5") == "message_not_found"


async def test_history_goes_back_page_by_page_and_replies_go_forward(
    client: AsyncWebClient, ann: Person, videos: Channel
) -> None:
    asked = ann.posts(videos, "0")
    for number in range(1, 5):
        ann.posts(videos, str(number))
        ann.posts(videos, f"reply {number}", thread=asked)

    history = await client.conversations_history(channel=videos.id, limit=2)
    replies = await client.conversations_replies(channel=videos.id, ts=asked.ts, limit=3)

    assert [texts(page) async for page in history] == [["4", "3"], ["2", "1"], ["0"]]
    assert [texts(page) async for page in replies] == [["0", "reply 1", "reply 2"], ["reply 3", "reply 4"]]


def texts(page: AsyncSlackResponse) -> list[str]:
    return [message["text"] for message in page["messages"]]


async def test_history_begins_after_the_oldest(client: AsyncWebClient, ann: Person, videos: Channel) -> None:
    first, _ = ann.posts(videos, "one"), ann.posts(videos, "two")

    history = await client.conversations_history(channel=videos.id, oldest=first.ts)

    assert [message["text"] for message in history["messages"]] == ["two"]


async def test_who_takes_no_messages_is_not_written_to(client: AsyncWebClient, ann: Person, studio: Workspace) -> None:
    opened = await client.conversations_open(users=ann.id)
    ann.user.takes_messages = False

    assert await refusal(client, "conversations.open", users=ann.id) == "user_disabled"
    assert await refusal(client, "conversations.open", users=studio.bot_user) == "cannot_dm_bot"
    assert (
        await refusal(client, "chat.postMessage", channel=opened["channel"]["id"], text="x") == "messages_tab_disabled"
    )


async def test_a_message_has_an_address(client: AsyncWebClient, ann: Person, videos: Channel) -> None:
    asked = ann.posts(videos, "a red kite")
    reply = ann.posts(videos, "a blue one", thread=asked)

    plain = await client.chat_getPermalink(channel=videos.id, message_ts=asked.ts)
    under = await client.chat_getPermalink(channel=videos.id, message_ts=reply.ts)

    place = f"https://filmclub.slack.com/archives/{videos.id}"
    assert plain["permalink"] == f"{place}/p{asked.ts.replace('.', '')}"
    query = f"thread_ts={asked.ts}&cid={videos.id}"
    assert under["permalink"] == f"{place}/p{reply.ts.replace('.', '')}?{query}"
    assert await refusal(client, "chat.getPermalink", channel=videos.id, message_ts="1.5") == "message_not_found"


async def test_a_text_in_anothers_place_is_shorter_than_a_new_one(client: AsyncWebClient, videos: Channel) -> None:
    posted = await client.chat_postMessage(channel=videos.id, text="x" * 5000)
    change = {"channel": videos.id, "ts": posted["ts"]}

    assert await refusal(client, "chat.update", **change, text="x" * 4001) == "msg_too_long"
    assert await refusal(client, "chat.update", **change) == "no_text"
    assert (await client.chat_update(**change, text="x" * 4000))["ok"]


async def test_nothing_changes_in_an_archived_channel(client: AsyncWebClient, videos: Channel) -> None:
    posted = await client.chat_postMessage(channel=videos.id, text="hello")
    videos.is_archived = True

    assert await refusal(client, "chat.update", channel=videos.id, ts=posted["ts"], text="bye") == "is_inactive"


async def test_blocks_go_where_only_a_text_comes(client: AsyncWebClient, videos: Channel) -> None:
    posted = await client.chat_postMessage(channel=videos.id, text="hello", blocks=[DIVIDER])

    await client.chat_update(channel=videos.id, ts=posted["ts"], text="bye")

    assert (videos.messages[0].text, videos.messages[0].blocks) == ("bye", [])


async def test_an_empty_mark_takes_the_mark_away(client: AsyncWebClient, videos: Channel) -> None:
    posted = await client.chat_postMessage(channel=videos.id, text="hello", metadata=MARK)

    await client.chat_update(channel=videos.id, ts=posted["ts"], text="hello", metadata={})

    assert videos.messages[0].metadata is None


async def test_too_much_is_refused_for_what_it_is(client: AsyncWebClient, videos: Channel) -> None:
    section = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}
    large = {"event_type": "sora_card", "event_payload": {"job": "x" * 9000}}

    async def posted(**arguments: Any) -> str:
        return await refusal(client, "chat.postMessage", channel=videos.id, text="hello", **arguments)

    assert await posted(blocks=json.dumps([section] * 5)) == "msg_blocks_too_long"
    assert await posted(blocks="[") == "invalid_blocks_format"
    assert await posted(metadata=json.dumps(large)) == "metadata_too_large"
    assert await posted(metadata="[") == "invalid_metadata_format"


async def test_a_reply_to_what_is_gone_may_stand_in_the_channel(
    slack: Slack, client: AsyncWebClient, ann: Person, videos: Channel
) -> None:
    asked = ann.posts(videos, "a red kite")
    ann.deletes(asked)
    slack.world.are_orphans_let_go = True

    answer = await client.chat_postMessage(channel=videos.id, thread_ts=asked.ts, text="hello")

    assert "thread_ts" not in answer["message"]
    assert videos.messages[0].thread_ts is None


async def test_a_message_says_how_many_replies_it_has(client: AsyncWebClient, ann: Person, videos: Channel) -> None:
    asked = ann.posts(videos, "a red kite")
    reply = ann.posts(videos, "a blue one", thread=asked)

    first, second = (await client.conversations_replies(channel=videos.id, ts=asked.ts))["messages"]

    assert (first["thread_ts"], first["reply_count"], first["latest_reply"]) == (asked.ts, 1, reply.ts)
    assert (second["thread_ts"], second["parent_user_id"]) == (asked.ts, ann.id)


async def test_pages_are_asked_for_properly(client: AsyncWebClient, videos: Channel) -> None:
    async def refused(**arguments: Any) -> str:
        return await refusal(client, "conversations.history", channel=videos.id, **arguments)

    assert await refused(cursor="2") == "invalid_cursor"
    assert await refused(oldest="yesterday") == "invalid_ts_oldest"
    assert await refused(latest="today") == "invalid_ts_latest"
    assert await refused(limit="many") == "invalid_arguments"
