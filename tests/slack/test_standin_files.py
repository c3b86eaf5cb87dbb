"""Files in the stand-in's Slack, before Slack's own client."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.people import Person
from tests.slack.refusals import refusal
from tests.slack.stand_in import Slack
from tests.slack.world import Channel, File, Workspace

DIVIDER = {"type": "divider"}


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
