"""Calls of the Web API: whole, in turn, once, and nobody reads along."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from adapters.slack.web_api.faults import error_code, faults_translated
from bot.domain.errors import ConversationGone, DeliveryPaused
from tests.adapters.slack.speaking import Speaking


async def say(speaking: Speaking, **more: Any) -> None:
    channel = speaking.videos.id
    await speaking.web(
        speaking.workspace, "chat.postMessage", in_channel=channel, channel=channel, text="a kite", **more
    )


async def test_everything_goes_into_the_body_and_the_token_into_its_header(speaking: Speaking) -> None:
    await say(speaking, unfurl_links=False, blocks=[{"type": "divider"}], thread_ts=None)

    (call,) = speaking.slack.api.of("chat.postMessage")
    assert call.token == speaking.studio.token
    assert call.arguments == {
        "channel": speaking.videos.id,
        "text": "a kite",
        "unfurl_links": "false",
        "blocks": '[{"type":"divider"}]',
    }


@pytest.mark.parametrize("text", ["a & b = c + d %20", "猫 👩\u200d🚀", "true", "[1]"])
async def test_text_arrives_as_it_was(speaking: Speaking, text: str) -> None:
    await speaking.web(speaking.workspace, "chat.postMessage", channel=speaking.videos.id, text=text)

    assert speaking.ours[0].text == text


@pytest.mark.parametrize("trouble", [{"drops": True}, {"status": 500}, {"retry_after": 1}, {"error": "fatal_error"}])
async def test_nothing_is_called_a_second_time_by_itself(speaking: Speaking, trouble: dict[str, object]) -> None:
    speaking.slack.trouble("chat.postMessage", **trouble)

    with pytest.raises(DeliveryPaused), faults_translated():
        await say(speaking)

    assert len(speaking.slack.api.of("chat.postMessage")) == 1


async def test_a_refusal_is_told_as_slack_named_it(speaking: Speaking) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await speaking.web(speaking.workspace, "chat.postMessage", channel=speaking.videos.id)

    assert error_code(refusal.value) == "no_text"


async def test_messages_in_one_channel_are_a_second_apart(speaking: Speaking) -> None:
    await asyncio.gather(*(say(speaking) for _ in range(4)))

    assert len(speaking.ours) == 4
    assert sum(speaking.seconds.waited) == 3


async def test_slack_never_has_to_say_that_it_is_too_much(speaking: Speaking) -> None:
    speaking.slack.limits.is_on = True
    for _ in range(50):
        await speaking.web(speaking.workspace, "conversations.info", channel=speaking.videos.id)
    with pytest.raises(DeliveryPaused):
        await speaking.web(speaking.workspace, "conversations.info", channel=speaking.videos.id)

    assert speaking.slack.limits.hits == []


async def test_whoever_waits_while_slack_asks_for_a_rest_does_not_call(speaking: Speaking) -> None:
    await say(speaking)
    go_on = asyncio.Event()

    async def wait(seconds: float) -> None:
        await go_on.wait()
        speaking.seconds.now += seconds

    speaking.web.turns.sleep = wait
    waiting = asyncio.create_task(say(speaking))
    await asyncio.sleep(0)
    speaking.web.turns.rest(speaking.studio.id, "chat.postMessage", 60)
    go_on.set()

    with pytest.raises(DeliveryPaused) as pause:
        await waiting
    assert pause.value.retry_after == timedelta(seconds=59)
    assert len(speaking.slack.api.of("chat.postMessage")) == 1


async def test_a_rest_without_a_length_is_a_rest_all_the_same(speaking: Speaking) -> None:
    speaking.slack.trouble("chat.postMessage", status=429)
    for _ in range(2):
        with pytest.raises(DeliveryPaused), faults_translated():
            await say(speaking)

    assert len(speaking.slack.api.of("chat.postMessage")) == 1


async def test_a_workspace_does_not_wait_for_another(speaking: Speaking) -> None:
    speaking.web.turns.rest("T0OTHER", "chat.postMessage", 60)

    await say(speaking)

    assert len(speaking.ours) == 1


async def test_a_right_that_is_missing_is_named_in_the_log(speaking: Speaking) -> None:
    speaking.studio.scopes.discard("chat:write")

    with capture_logs() as logs, pytest.raises(ConversationGone), faults_translated():
        await say(speaking)

    (line,) = logs
    assert (line["method"], line["needed"]) == ("chat.postMessage", "chat:write")


async def test_the_bytes_of_a_file_go_up_once(speaking: Speaking) -> None:
    speaking.slack.trouble("upload", drops=True)
    ticket = await speaking.web(speaking.workspace, "files.getUploadURLExternal", filename="a.mp4", length=3)

    with pytest.raises(DeliveryPaused), faults_translated():
        await speaking.web.upload(str(ticket["upload_url"]), b"abc", 3)

    assert speaking.studio.files == {}
