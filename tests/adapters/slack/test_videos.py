"""How a finished video is posted."""

from __future__ import annotations

import pytest

from adapters.slack.blocks.layout import video_message
from tests.adapters.discord.values import JOB, a_post
from tests.adapters.slack.shown import buttons, shown
from tests.adapters.slack.values import USER

LINK = f"https://bot.example/files/token-_.~x/sora-2-{JOB}.mp4"
TEXT = "Your video is ready: landscape, 8 s, sora-2."


def test_a_video_calls_who_asked_for_it_and_says_what_it_shows() -> None:
    message = video_message(a_post(mentions=USER), link=None)

    assert shown(message.blocks) == [f"@{USER} {TEXT}", "> a red kite over the sea", "[Again] [Remix]"]
    assert message.text == TEXT


def test_a_video_is_found_again_by_its_job() -> None:
    assert video_message(a_post(), link=None).blocks[0]["block_id"] == f"sora:video:{JOB}"


def test_a_video_that_is_too_large_is_a_link_to_press() -> None:
    found = buttons(video_message(a_post(), link=LINK).blocks)

    assert [button["text"]["text"] for button in found] == ["Open the video", "Again", "Remix"]
    assert found[0]["url"] == LINK


@pytest.mark.parametrize("link", ["http://localhost:8080/files/x.mp4", f"http://localhost/{'x' * 1400}"])
def test_a_bot_that_is_reached_on_this_machine_alone_still_says_where_the_video_is(link: str) -> None:
    message = video_message(a_post(), link=link)

    assert f"Open the video: {link}" in shown(message.blocks)
    assert [button for button in buttons(message.blocks) if "url" in button] == []


@pytest.mark.parametrize("mentions", ["", "u1", "80351110224678912", "U1>", "!here"])
def test_what_is_no_person_is_not_called(mentions: str) -> None:
    assert shown(video_message(a_post(mentions=mentions), link=None).blocks)[0] == TEXT


@pytest.mark.parametrize("link", [None, LINK, "http://localhost/x.mp4"])
def test_a_video_has_blocks_that_slack_takes_beside_a_file(link: str | None) -> None:
    blocks = video_message(a_post(mentions=USER), link=link).blocks

    assert {block["type"] for block in blocks} == {"rich_text", "actions"}
