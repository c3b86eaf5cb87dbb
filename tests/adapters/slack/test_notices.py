"""What plain answers look like."""

from __future__ import annotations

import pytest

from adapters.slack.blocks.layout import notice_message, words_messages
from bot import texts
from bot.domain.chat import Action, Button, Film, Link, Notice, Table, Tone
from bot.domain.job import CancelCost
from tests.adapters.discord.values import AGAIN, CANCEL, ID_LETTERS, JOB
from tests.adapters.slack.shown import buttons, labels, shown
from tests.builders import a_catalogue, a_job


def test_a_plain_answer_is_its_text() -> None:
    message = notice_message(Notice(text="Cancelled. Your quota was given back."))

    assert shown(message.blocks) == ["Cancelled. Your quota was given back."]
    assert message.text == "Cancelled. Your quota was given back."


def test_bad_news_look_like_bad_news() -> None:
    lines = shown(notice_message(Notice(text="This video could not be made.", tone=Tone.BAD, buttons=(AGAIN,))).blocks)

    assert lines == [":warning: This video could not be made.", "[Again]"]


def test_what_somebody_wrote_is_quoted_without_effect() -> None:
    message = notice_message(Notice(text="There is no model “<!here> *x*”."))

    assert shown(message.blocks) == ["There is no model “<!here> *x*”."]
    assert message.text == "There is no model “&lt;!here&gt; *x*”."


def test_models_and_help_are_shown_whole() -> None:
    for notice in (texts.models_notice(a_catalogue()), texts.help_notice(), texts.help_notice("create")):
        assert notice.table is not None
        lines = "\n".join(shown(notice_message(notice).blocks)).split("\n")

        assert not lines[-1].endswith("more_")
        assert len(lines) > len(notice.table.rows)


def test_no_button_stands_there_twice() -> None:
    several = tuple(Button(Action.AGAIN, f"Again {letter}", f"{letter}7m2p9xq") for letter in ID_LETTERS[:7])

    found = labels(notice_message(Notice(text="Which one?", buttons=(*several, several[0]))).blocks)

    assert found == [f"Again {letter}" for letter in ID_LETTERS[:7]]


def test_links_are_buttons_before_the_others() -> None:
    kept = Link("Video k7m2p9xq", "https://bot.example/files/x.mp4")

    link, again = buttons(notice_message(Notice(text="Kept for you:", links=(kept,), buttons=(AGAIN,))).blocks)

    assert (link["text"]["text"], link["url"]) == ("Video k7m2p9xq", "https://bot.example/files/x.mp4")
    assert again["style"] == "primary"


@pytest.mark.parametrize("url", ["http://localhost:8080/x.mp4", "http://bot/x", "ftp://bot.example/x", "https://[x"])
def test_a_link_slack_may_take_no_button_for_is_written_out(url: str) -> None:
    blocks = notice_message(Notice(text="Kept for you:", links=(Link("Video *k7*", url),))).blocks

    assert shown(blocks) == ["Kept for you:", f"- Video *k7*: {url}"]


def test_the_answers_to_a_question_show_which_one_cannot_be_undone() -> None:
    cancel, keep = buttons(notice_message(texts.cancel_notice(a_job(JOB), CancelCost.CHARGED)).blocks)

    assert (cancel["style"], keep["style"]) == ("danger", "primary")


def test_a_label_is_one_short_line() -> None:
    several = (Button(Action.AGAIN, "Again\nand " + "again " * 40, JOB), Button(Action.REMIX, "", JOB))

    long, empty = labels(notice_message(Notice(text="Which one?", buttons=several)).blocks)

    assert long.startswith("Again and again")
    assert len(long) <= 75
    assert empty == "remix"


def test_a_table_without_rows_adds_nothing() -> None:
    notice = Notice(text="Nothing here.", table=Table(headings=("Id",), rows=()))

    assert shown(notice_message(notice).blocks) == ["Nothing here."]


def test_an_answer_without_a_word_is_still_an_answer() -> None:
    message = notice_message(Notice(text="\u202e"))

    assert (shown(message.blocks), message.text) == (["…"], "…")


def test_films_are_where_slack_shows_them_and_not_in_answers() -> None:
    films = (Film("https://files.example/1.mp4", "a kite"),)

    plain = notice_message(Notice(text="Your last videos.", buttons=(CANCEL,)))

    assert notice_message(Notice(text="Your last videos.", buttons=(CANCEL,), films=films)) == plain


def test_what_somebody_wrote_for_nothing_is_given_back_whole() -> None:
    written = "a kite <!here>\n" * 500

    messages = words_messages(written.strip())

    assert len(messages) > 1
    assert [shown(message.blocks)[0] for message in messages] == [texts.your_words()] * len(messages)
    assert "\n".join(shown(message.blocks)[1].strip("`") for message in messages) == written.strip()


def test_nothing_is_given_back_where_nothing_was_written() -> None:
    assert words_messages(" ") == []
