"""What plain answers look like."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord.layout import notice_view
from bot import texts
from bot.domain.chat import Action, Button, Film, Link, Notice, Table, Tone
from bot.domain.job import CancelCost
from bot.domain.quota import Limit, QuotaLine, Unit, Window
from tests.adapters.discord.shown import shown
from tests.adapters.discord.values import AGAIN, CANCEL, ID_LETTERS, JOB
from tests.builders import a_catalogue, a_job, a_request
from tests.fakes import START


def test_a_plain_answer_is_its_text() -> None:
    view = shown(notice_view(Notice(text="Cancelled. Your quota was given back.")))

    assert view.texts == ["Cancelled. Your quota was given back."]
    assert len(view.components) == 1


def test_bad_news_stand_in_a_frame_of_their_colour() -> None:
    view = notice_view(Notice(text="This video could not be made.", tone=Tone.BAD, buttons=(AGAIN,)))

    assert len(view.children) == 1
    assert shown(view).accents != [None]
    assert shown(view).rows == [["Again"]]


def test_what_somebody_wrote_is_quoted_without_effect() -> None:
    view = shown(notice_view(Notice(text="There is no model “**@everyone** https://evil.example”.")))

    assert view.text == "There is no model “\\*\\*\\@\u200beveryone\\*\\* https\\://evil.example”."


def test_quota_shows_a_bar_what_is_left_and_when_there_is_more() -> None:
    line = QuotaLine(
        limit=Limit(scope="user:*", unit=Unit.VIDEOS, window=Window.DAY, amount=10),
        amount=1,
        window_start="2026-11-20",
        resets_at=START + timedelta(hours=5, minutes=12),
    )

    view = shown(notice_view(texts.quota_notice([(line, 7)], START)))

    assert view.texts[0] == "What you may still make:"
    assert "███████░░░ 7 of 10 videos" in view.texts[1]
    assert "3 videos" in view.texts[1]
    assert "in 5 h 12 min" in view.texts[1]


def test_history_shows_every_video_with_its_id() -> None:
    jobs = [a_job(f"abcdefg{letter}", request=a_request(prompt="a *red* kite " * 9)) for letter in "23456789"]

    table = shown(notice_view(texts.history_notice(jobs, START + timedelta(minutes=3)))).texts[1]

    assert [line for line in table.split("\n") if not line.startswith("- **abcdefg")] == []
    assert len(table.split("\n")) == len(jobs)
    assert "asked 3 min ago · status accepted · video sora-2, landscape 720p, 8 s · prompt a \\*red\\* kite" in table


def test_models_and_help_are_shown_whole() -> None:
    for notice in (texts.models_notice(a_catalogue()), texts.help_notice(), texts.help_notice("create")):
        assert notice.table is not None
        table = shown(notice_view(notice)).texts[1]

        assert "more" not in table.split("\n")[-1]
        assert len(table.split("\n")) >= len(notice.table.rows)


def test_buttons_stand_in_rows_of_five_and_no_button_stands_there_twice() -> None:
    jobs = [f"{letter}7m2p9xq" for letter in ID_LETTERS[:7]]
    buttons = tuple(Button(Action.AGAIN, f"Again {job[0]}", job) for job in jobs)

    rows = shown(notice_view(Notice(text="Which one?", buttons=(*buttons, buttons[0])))).rows

    assert list(map(len, rows)) == [5, 2]


def test_links_are_buttons_before_the_others() -> None:
    kept = Link("Video k7m2p9xq", "https://bot.example/files/x.mp4")

    link, again = shown(notice_view(Notice(text="Kept for you:", links=(kept,), buttons=(AGAIN,)))).buttons

    assert (link["label"], link["url"], link["style"]) == ("Video k7m2p9xq", "https://bot.example/files/x.mp4", 5)
    assert again["label"] == "Again"


@pytest.mark.parametrize(
    "url", ["http://localhost:8080/x.mp4", f"https://bot.example/{'x' * 500}", "http://bot/x", "ftp://bot.example/x"]
)
def test_a_link_discord_takes_no_button_for_is_written_out(url: str) -> None:
    view = shown(notice_view(Notice(text="Kept for you:", links=(Link("Video *k7*", url),))))

    assert view.texts == ["Kept for you:", f"Video \\*k7\\*: <{url}>"]
    assert view.buttons == []


def test_the_answers_to_a_question_show_which_one_cannot_be_undone() -> None:
    job = a_job(JOB)

    cancel, keep = shown(notice_view(texts.cancel_notice(job, CancelCost.CHARGED))).buttons

    assert (cancel["style"], keep["style"]) == (4, 1)


def test_a_label_is_one_short_line() -> None:
    labels = ["Again\nand " + "again " * 40, ""]

    buttons = [Button(action, label, JOB) for action, label in zip((Action.AGAIN, Action.REMIX), labels, strict=True)]

    long, empty = shown(notice_view(Notice(text="Which one?", buttons=tuple(buttons)))).buttons
    assert long["label"].startswith("Again and again")
    assert len(long["label"]) <= 80
    assert empty["label"] == "remix"


def test_an_answer_waits_for_nothing() -> None:
    assert notice_view(Notice(text="Cancel this video?", buttons=(CANCEL,))).timeout is None


def test_a_table_without_rows_adds_nothing() -> None:
    notice = Notice(text="Nothing here.", table=Table(headings=("Id",), rows=()))

    assert shown(notice_view(notice)).texts == ["Nothing here."]


def test_an_answer_without_a_word_is_still_an_answer() -> None:
    assert shown(notice_view(Notice(text="\u202e"))).texts == ["…"]


def test_films_stand_side_by_side_with_their_words() -> None:
    films = tuple(Film(f"https://cdn.example/{number}.mp4", f"film {number}") for number in range(12))

    view = shown(notice_view(Notice(text="Your last videos.", films=films)))

    assert len(view.media) == 10
    assert view.media[3]["media"]["url"] == "https://cdn.example/3.mp4"
    assert view.media[3]["description"] == "film 3"
