"""The Web API of the stand-in's Slack, before Slack's own client."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.slack.people import Person
from tests.slack.stand_in import Slack
from tests.slack.world import Channel, File, Workspace

MARK = {"event_type": "sora_card", "event_payload": {"job": "k7m2qx9d"}}
DIVIDER = {"type": "divider"}


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(slack: Slack, studio: Workspace, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(studio.token, base_url=f"{slack.api_url}/", session=session, retry_handlers=[])


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    """Slack's word for why it does not do it."""
    with pytest.raises(SlackApiError) as error:
        await client.api_call(method, data=arguments)
    return str(error.value.response["error"])


async def upload(client: AsyncWebClient, content: bytes = b"a video", name: str = "kite.mp4") -> str:
    """Send a file that is not shown yet."""
    ticket = await client.files_getUploadURLExternal(filename=name, length=len(content))
    assert client.session is not None
    async with client.session.post(ticket["upload_url"], data=content) as answer:
        assert answer.status == 200
    return str(ticket["file_id"])


async def show(
    client: AsyncWebClient, file_id: str, channel: Channel, blocks: list[dict[str, Any]] | None = None, **more: Any
) -> None:
    more = more if blocks is None else {**more, "blocks": json.dumps(blocks)}
    await client.files_completeUploadExternal(files=[{"id": file_id, "title": "kite"}], channel_id=channel.id, **more)


async def shown(slack: Slack, channel: Channel) -> list[File]:
    return await slack.world.bell.until(
        lambda: [file for message in channel.messages for file in message.files], within=5, wanted=lambda: "no file"
    )


async def fetched(session: aiohttp.ClientSession, url: str, token: str | None) -> tuple[int, bytes]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with session.get(url, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_a_token_is_for_one_workspace(client: AsyncWebClient, studio: Workspace) -> None:
    answer = await client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (studio.id, studio.bot_user, studio.bot_id)


async def test_without_a_good_token_nothing_is_done(client: AsyncWebClient, studio: Workspace) -> None:
    good, client.token = client.token, None
    assert await refusal(client, "auth.test") == "not_authed"
    client.token = "xoxb-wrong"
    assert await refusal(client, "auth.test") == "invalid_auth"
    client.token, studio.token_error = good, "token_revoked"
    assert await refusal(client, "auth.test") == "token_revoked"


async def test_what_needs_a_right_is_refused_without_it(
    client: AsyncWebClient, studio: Workspace, videos: Channel
) -> None:
    studio.scopes.discard("chat:write")

    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=videos.id, text="hello")

    assert error.value.response["error"] == "missing_scope"
    assert error.value.response["needed"] == "chat:write"
    assert videos.messages == []


async def test_one_right_of_several_is_enough(client: AsyncWebClient, studio: Workspace, videos: Channel) -> None:
    studio.scopes -= {"groups:history", "im:history", "mpim:history"}

    assert (await client.conversations_history(channel=videos.id))["ok"]


async def test_what_a_method_needs_must_be_there(client: AsyncWebClient, videos: Channel) -> None:
    assert await refusal(client, "chat.postMessage", channel=videos.id) == "no_text"
    assert await refusal(client, "chat.postMessage", text="hello") == "invalid_arguments"
    assert await refusal(client, "files.getUploadURLExternal", filename="kite.mp4") == "missing_argument"
    assert await refusal(client, "no.such.method") == "unknown_method"


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


async def test_a_file_is_shown_some_time_after_that_was_promised(
    slack: Slack, client: AsyncWebClient, videos: Channel
) -> None:
    file_id = await upload(client)

    await show(client, file_id, videos, blocks=[DIVIDER])
    before = (await client.files_info(file=file_id))["file"]["shares"]
    (file,) = await shown(slack, videos)

    (message,) = videos.messages
    after = (await client.files_info(file=file_id))["file"]["shares"]
    assert before == {}
    assert [share["ts"] for share in after["public"][videos.id]] == [message.ts]
    assert (file.content, message.blocks[0]["type"]) == (b"a video", "divider")


async def test_a_file_in_direct_messages_is_shown_in_private(slack: Slack, client: AsyncWebClient, ann: Person) -> None:
    file_id = await upload(client)
    await show(client, file_id, ann.dm)
    await shown(slack, ann.dm)

    shares = (await client.files_info(file=file_id))["file"]["shares"]

    assert list(shares) == ["private"]
    assert list(shares["private"]) == [ann.dm.id]


async def test_a_comment_makes_the_blocks_ignored(slack: Slack, client: AsyncWebClient, videos: Channel) -> None:
    await show(client, await upload(client), videos, blocks=[DIVIDER], initial_comment="look")
    await shown(slack, videos)

    assert (videos.messages[0].text, videos.messages[0].blocks) == ("look", [])


async def test_a_markdown_block_does_not_go_with_a_file(client: AsyncWebClient, videos: Channel) -> None:
    file_id = await upload(client)

    with pytest.raises(SlackApiError, match="internal_error"):
        await show(client, file_id, videos, blocks=[{"type": "markdown", "text": "x"}])


async def test_a_file_can_be_shown_once(client: AsyncWebClient, videos: Channel) -> None:
    file_id = await upload(client)
    await show(client, file_id, videos)

    with pytest.raises(SlackApiError, match="file_not_found"):
        await show(client, file_id, videos)


async def test_a_file_must_be_as_long_as_was_said(
    client: AsyncWebClient, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    ticket = await client.files_getUploadURLExternal(filename="kite.mp4", length=100)

    async with session.post(ticket["upload_url"], data=b"short") as answer:
        assert answer.status == 400

    assert studio.files == {}


async def test_a_workspace_restricts_what_is_uploaded(client: AsyncWebClient, studio: Workspace) -> None:
    async def announced(name: str, length: int) -> str:
        return await refusal(client, "files.getUploadURLExternal", filename=name, length=length)

    studio.largest_upload = 1000
    assert await announced("kite.mp4", 1001) == "file_upload_size_restricted"
    studio.refuses_uploads = "file_uploads_except_images_disabled"
    assert await announced("kite.mp4", 10) == "file_uploads_except_images_disabled"
    assert (await client.files_getUploadURLExternal(filename="kite.png", length=10))["ok"]


async def test_a_file_opens_for_the_token_alone(
    client: AsyncWebClient, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    file_id = await upload(client)
    await client.files_completeUploadExternal(files=[{"id": file_id, "title": "kite"}])
    address = (await client.files_info(file=file_id))["file"]["url_private_download"]

    with_token = await fetched(session, address, studio.token)
    without = await fetched(session, address, None)

    assert with_token == (200, b"a video")
    assert without[0] == 200
    assert b"Sign in" in without[1]


async def test_a_deleted_file_is_gone_for_everybody(
    client: AsyncWebClient, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    file_id = await upload(client)
    await client.files_completeUploadExternal(files=[{"id": file_id, "title": "kite"}])
    address = (await client.files_info(file=file_id))["file"]["url_private_download"]

    await client.files_delete(file=file_id)

    assert await refusal(client, "files.info", file=file_id) == "file_deleted"
    assert await refusal(client, "files.delete", file=file_id) == "file_deleted"
    assert (await fetched(session, address, studio.token))[0] == 404


async def test_who_takes_no_messages_is_not_written_to(client: AsyncWebClient, ann: Person, studio: Workspace) -> None:
    opened = await client.conversations_open(users=ann.id)
    ann.user.takes_messages = False

    assert await refusal(client, "conversations.open", users=ann.id) == "user_disabled"
    assert await refusal(client, "conversations.open", users=studio.bot_user) == "cannot_dm_bot"
    assert (
        await refusal(client, "chat.postMessage", channel=opened["channel"]["id"], text="x") == "messages_tab_disabled"
    )


async def test_a_channel_takes_one_message_a_second(slack: Slack, client: AsyncWebClient, videos: Channel) -> None:
    slack.limits.is_on = True
    await client.chat_postMessage(channel=videos.id, text="one")

    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=videos.id, text="two")

    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "1")
    assert slack.limits.hits == ["chat.postMessage"]
    assert [message.text for message in videos.messages] == ["one"]


async def test_a_method_can_be_called_so_often_in_a_minute(
    slack: Slack, client: AsyncWebClient, videos: Channel
) -> None:
    slack.limits.is_on = True
    for _ in range(50):
        await client.conversations_info(channel=videos.id)

    assert await refusal(client, "conversations.info", channel=videos.id) == "ratelimited"
    assert (await client.conversations_history(channel=videos.id))["ok"]


async def test_a_call_whose_connection_breaks_may_have_been_carried_out(
    slack: Slack, client: AsyncWebClient, videos: Channel
) -> None:
    slack.trouble("chat.postMessage", drops=True, acts=True)
    slack.trouble("chat.postMessage", drops=True)
    for text in ("one", "two"):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=videos.id, text=text)

    assert [message.text for message in videos.messages] == ["one"]


async def test_a_body_that_cannot_be_read_is_said_to_be_so(
    slack: Slack, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    async def refused(body: str, **headers: str) -> str:
        kind = {"Content-Type": "application/json; charset=utf-8"}
        async with session.post(f"{slack.api_url}/auth.test", data=body, headers=kind | headers) as answer:
            return str((await answer.json())["error"])

    bearer = f"Bearer {studio.token}"
    assert await refused("{", Authorization=bearer) == "invalid_json"
    assert await refused("[]", Authorization=bearer) == "json_not_object"
    assert await refused(json.dumps({"token": studio.token})) == "not_authed"


async def test_a_charset_in_the_wrong_place_is_warned_of(
    slack: Slack, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    async def warned(body: str, kind: str) -> Any:
        headers = {"Authorization": f"Bearer {studio.token}", "Content-Type": kind}
        async with session.post(f"{slack.api_url}/auth.test", data=body.encode(), headers=headers) as answer:
            return (await answer.json()).get("warning")

    form = "application/x-www-form-urlencoded"
    assert await warned("{}", "application/json") == "missing_charset"
    assert await warned("{}", "application/json; charset=utf-8") is None
    assert await warned("a=b", f"{form}; charset=utf-8") == "superfluous_charset"
    assert await warned("a=b", form) is None


async def test_an_answer_says_what_the_token_may_do(client: AsyncWebClient, videos: Channel) -> None:
    answer = await client.chat_postMessage(channel=videos.id, text="hello")

    assert answer.headers["X-Accepted-OAuth-Scopes"] == "chat:write"
    assert "files:write" in answer.headers["X-OAuth-Scopes"]


async def test_each_kind_of_channel_needs_a_right_of_its_own(
    client: AsyncWebClient, studio: Workspace, videos: Channel, ann: Person
) -> None:
    studio.scopes.discard("im:history")

    assert (await client.conversations_history(channel=videos.id))["ok"]
    with pytest.raises(SlackApiError) as error:
        await client.conversations_history(channel=ann.dm.id)
    assert (error.value.response["error"], error.value.response["needed"]) == ("missing_scope", "im:history")


async def test_tokens_of_another_kind_are_not_taken(slack: Slack, client: AsyncWebClient, studio: Workspace) -> None:
    good, client.token = client.token, slack.app_token
    assert await refusal(client, "auth.test") == "not_allowed_token_type"
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=good or "")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.apps_connections_open(app_token="xapp-1-wrong")


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


async def test_a_token_can_be_given_back(slack: Slack, client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_test())["ok"]

    assert (await client.auth_revoke())["revoked"] is True

    assert await refusal(client, "auth.test") == "token_revoked"
    assert [told.name for told in slack.acknowledgements] == ["tokens_revoked"]


async def test_the_app_can_leave_a_workspace(slack: Slack, client: AsyncWebClient) -> None:
    who = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    assert await refusal(client, "apps.uninstall", **{**who, "client_id": "1.2"}) == "invalid_client_id"
    assert await refusal(client, "apps.uninstall", **{**who, "client_secret": "no"}) == "bad_client_secret"

    await client.api_call("apps.uninstall", data=who)

    assert await refusal(client, "auth.test") == "account_inactive"
    assert [told.name for told in slack.acknowledgements] == ["tokens_revoked", "app_uninstalled"]


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


async def test_a_file_may_be_shown_only_after_it_was_looked_for(
    slack: Slack, client: AsyncWebClient, videos: Channel
) -> None:
    slack.files.share_delay, slack.files.looks_before_share = 0, 2
    file_id = await upload(client)
    await show(client, file_id, videos)

    await client.files_info(file=file_id)
    assert videos.messages == []
    await client.files_info(file=file_id)
    await shown(slack, videos)

    (share,) = (await client.files_info(file=file_id))["file"]["shares"]["public"][videos.id]
    assert (share["channel_name"], share["ts"]) == ("videos", videos.messages[0].ts)


async def test_nothing_is_taken_at_an_address_that_was_not_given_out(
    slack: Slack, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    async with session.post(f"{slack.origin}/upload/none", data=b"x") as answer:
        assert answer.status == 404
