"""How a finished video is posted."""

from __future__ import annotations

import pytest

from adapters.discord.layout import video_view
from tests.adapters.discord.shown import shown
from tests.adapters.discord.values import JOB, a_post

LINK = f"https://bot.example/files/token-_.~x/sora-2-{JOB}.mp4"


def test_a_video_plays_where_it_was_asked_for() -> None:
    view = shown(video_view(a_post(), has_file=True, link=None))

    assert view.texts == [
        "<@80351110224678912> Your video is ready: landscape, 8 s, sora-2.",
        "> a red kite over the sea",
    ]
    assert view.media == [
        {
            "media": {"url": f"attachment://sora-2-{JOB}.mp4"},
            "description": "a red kite over the sea",
            "spoiler": False,
        }
    ]
    assert view.rows == [["Again", "Remix"]]


def test_a_video_that_is_too_large_is_a_link_to_press_and_to_copy() -> None:
    view = shown(video_view(a_post(), has_file=False, link=LINK))

    assert f"<{LINK}>" in view.texts
    assert view.buttons[0]["url"] == LINK
    assert view.buttons[0]["style"] == 5
    assert view.rows == [["Open the video", "Again", "Remix"]]
    assert view.media == []


def test_a_link_too_long_for_a_button_stands_in_the_text() -> None:
    long = f"https://bot.example/{'x' * 600}"

    view = shown(video_view(a_post(), has_file=False, link=long))

    assert f"<{long}>" in view.texts
    assert view.rows == [["Again", "Remix"]]


def test_a_bot_that_is_reached_on_this_machine_alone_still_says_where_the_video_is() -> None:
    view = shown(video_view(a_post(), has_file=False, link="http://localhost:8080/files/x.mp4"))

    assert "<http://localhost:8080/files/x.mp4>" in view.texts
    assert view.rows == [["Again", "Remix"]]


def test_a_link_cannot_end_before_its_end() -> None:
    view = shown(video_view(a_post(), has_file=False, link="https://bot.example/a b>c\n<d%20e"))

    assert view.texts[1] == "<https://bot.example/a%20b%3Ec%0A%3Cd%20e>"


def test_a_link_is_not_needed_where_the_file_is() -> None:
    assert "https" not in shown(video_view(a_post(), has_file=True, link=LINK)).text


def test_the_words_arrive_even_without_file_and_link() -> None:
    view = shown(video_view(a_post(), has_file=False, link=None))

    assert "Your video is ready" in view.text
    assert view.rows == [["Again", "Remix"]]


@pytest.mark.parametrize("user", ["", "ann", "1> @everyone <@2", "²"])
def test_nobody_is_mentioned_but_a_person_with_an_id(user: str) -> None:
    assert "<@" not in shown(video_view(a_post(mentions=user), has_file=True, link=None)).text


def test_a_prompt_mentions_nobody() -> None:
    view = shown(video_view(a_post(prompt="<@1> @everyone https://evil.example"), has_file=True, link=None))

    assert view.texts[1] == "> \\<\\@1\\> \\@\u200beveryone https\\://evil.example"


def test_the_description_for_people_who_cannot_see_is_short_and_left_out_where_there_is_none() -> None:
    long = shown(video_view(a_post(prompt="kite\n" * 500), has_file=True, link=None)).media[0]
    none = shown(video_view(a_post(prompt="\u202e"), has_file=True, link=None)).media[0]

    assert long["description"].startswith("kite kite")
    assert len(long["description"]) <= 256
    assert "description" not in none


def test_a_posted_video_waits_for_nothing() -> None:
    assert video_view(a_post(), has_file=True, link=None).timeout is None
