"""Questions over a person's own page."""

from __future__ import annotations

from slack_sdk.models.views import View

from adapters.slack.blocks.asking import answer_view, ask_view, read_yes, tell_view
from bot import texts
from bot.domain.chat import Notice, Table
from bot.domain.job import CancelCost
from tests.adapters.discord.values import AGAIN, JOB
from tests.adapters.slack.shown import shown
from tests.builders import a_job

QUESTION = texts.cancel_notice(a_job(JOB), CancelCost.CHARGED)
YES, NO = QUESTION.buttons


def test_a_question_has_its_answers_as_buttons() -> None:
    view = ask_view(QUESTION, YES, NO)

    View(**view).validate_json()
    assert (view["submit"]["text"], view["close"]["text"]) == (YES.label, NO.label)
    assert [line for line in shown(view["blocks"]) if line.startswith("[")] == []


def test_a_window_asks_where_there_are_two_answers_and_tells_where_there_are_not() -> None:
    told = Notice(text="Done.", buttons=(AGAIN,))

    assert answer_view(QUESTION) == ask_view(QUESTION, YES, NO)
    assert answer_view(told) == tell_view(told)


def test_a_yes_says_what_to_do_with_which_job() -> None:
    assert read_yes(ask_view(QUESTION, YES, NO)) == (YES.action.value, JOB)


def test_what_is_no_question_has_no_yes() -> None:
    assert read_yes(tell_view(Notice(text="Done."))) is None
    assert read_yes({**ask_view(QUESTION, YES, NO), "private_metadata": "x"}) is None


def test_an_answer_is_to_be_read_and_closed() -> None:
    view = tell_view(Notice(text="Cancelled.", table=Table(headings=("Id",), rows=((JOB,),)), buttons=(AGAIN,)))

    View(**view).validate_json()
    assert shown(view["blocks"]) == ["Cancelled.", f"```Id\n{JOB}```"]
    assert "submit" not in view
