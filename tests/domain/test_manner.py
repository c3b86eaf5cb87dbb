"""Sentences speak of commands and options as the platform has them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot import texts
from bot.commands import COMMANDS, CommandName, Problem, ProblemKind
from bot.commands.admin import AdminName
from bot.domain.chat import Notice
from bot.domain.job import JobId, JobStatus
from bot.domain.manner import WRITTEN, Manner
from tests.builders import a_catalogue, a_job
from tests.fakes import START

FIELDS = Manner(before="/sora ", before_admin="/sora-admin ", has_fields=True)
ADDRESSED = Manner(before="@sora ", before_admin="@sora admin ")
JOB = JobId("k7m2qx9d")
TOO_LONG = Problem(
    kind=ProblemKind.PROMPT_TOO_LONG, part="9,000", option="prompt", allowed=("2,000",), model="a", elsewhere=("b",)
)

ANSWERS: dict[str, Callable[[Manner], str]] = {
    "help": lambda manner: told(texts.help_notice(manner=manner)),
    "help with tricks": lambda manner: told(texts.help_notice(has_tricks=True, manner=manner)),
    **{
        f"help {name}": lambda manner, name=name: told(texts.help_notice(name, manner=manner))  # type: ignore[misc]
        for name in CommandName
    },
    "models": lambda manner: told(texts.models_notice(a_catalogue(), manner)),
    "no prompt": lambda manner: texts.problem(Problem(kind=ProblemKind.NO_PROMPT), manner),
    "no job": lambda manner: texts.problem(Problem(kind=ProblemKind.NO_JOB, part="cancel", option="cancel"), manner),
    "another model": lambda manner: texts.problem(TOO_LONG, manner),
    "status": lambda manner: told(texts.status_notice([a_job()], START, manner)),
    "history": lambda manner: told(texts.history_notice([a_job()], START, manner=manner)),
    "nothing on its way": lambda manner: told(texts.status_notice([], START, manner)),
    "no history": lambda manner: told(texts.history_notice([], START, manner=manner)),
    "nobody's": lambda manner: told(texts.team_jobs_notice([], [], START, manner)),
    "everybody": lambda manner: told(texts.team_jobs_notice([a_job()], [], START, manner)),
    "paused": lambda manner: told(texts.paused(manner, is_new=True)),
    "denied": lambda manner: told(texts.channel_denied(manner, is_new=True)),
    "unknown": lambda manner: texts.unknown_job(JOB, manner),
    "not yours": lambda manner: texts.not_yours(JOB, manner),
    "no video": lambda manner: texts.no_video_yet(JOB, manner),
    "old button": texts.old_button,
    "no picture": texts.no_picture,
    "remix without words": lambda manner: texts.remix_needs_words(JOB, manner),
    "start image without words": lambda manner: texts.start_image_needs_words(JOB, manner),
    **{
        f"{what} {status}": lambda manner, say=say, status=status: say(a_job(status=status), manner)  # type: ignore[misc]
        for what, say in (("cancel", texts.cannot_cancel), ("delete", texts.cannot_delete))
        for status in (JobStatus.RENDERING, JobStatus.FAILED)
    },
}


def told(notice: Notice) -> str:
    """All an answer says in words of ours."""
    return "\n".join([notice.text, *(row[0] for row in (notice.table.rows if notice.table else ()))])


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_where_options_are_fields_nobody_is_told_to_write_them_into_the_text(answer: Callable[[Manner], str]) -> None:
    sentence = answer(FIELDS)

    assert "--" not in sentence
    assert "quotes" not in sentence
    names = "|".join((*CommandName, *AdminName))
    assert not re.search(rf"“(?:{names})\b", sentence), sentence


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_where_all_is_one_text_nobody_is_sent_to_a_field(answer: Callable[[Manner], str]) -> None:
    sentence = answer(WRITTEN)

    assert "field" not in sentence
    assert "/sora" not in sentence


WORDS_ONLY: dict[str, Problem] = {
    "no options": Problem(kind=ProblemKind.NO_OPTIONS, part="8s", option="again"),
    "more than a job": Problem(kind=ProblemKind.ONLY_JOB, part="please", option="cancel", allowed=("k7m2qx9d",)),
    "a slip": Problem(kind=ProblemKind.UNKNOWN_COMMAND, part="statsu", nearest="status", allowed=("status", "queue")),
    "small talk": Problem(kind=ProblemKind.NOT_A_VIDEO, part="thank you!"),
}
"""What only goes wrong where all is one text."""


def to_write(sentence: str) -> list[str]:
    """Every command that a sentence says to write."""
    names = "|".join((*CommandName, "admin"))
    return re.findall(rf"(?:\b[Ww]rite|as in|example|\bor|;) “([^”]*\b(?:{names})\b[^”]*)”", sentence)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_where_the_bot_is_addressed_every_command_to_write_begins_with_that(answer: Callable[[Manner], str]) -> None:
    assert [command for command in to_write(answer(ADDRESSED)) if not command.startswith("@sora ")] == []


@pytest.mark.parametrize("empty", ["nothing on its way", "no history", "nobody's"])
@pytest.mark.parametrize("manner", [WRITTEN, ADDRESSED, FIELDS])
def test_where_nothing_is_yet_people_read_how_to_ask_for_a_video_there(empty: str, manner: Manner) -> None:
    assert to_write(ANSWERS[empty](manner)) == [manner.command("create")]


@pytest.mark.parametrize("problem", WORDS_ONLY.values(), ids=WORDS_ONLY)
def test_a_slip_in_words_is_answered_with_what_to_write_to_the_bot(problem: Problem) -> None:
    commands = to_write(texts.problem(problem, ADDRESSED))

    assert commands
    assert all(command.startswith("@sora ") for command in commands)


def test_help_lists_every_command_as_it_is_given() -> None:
    listed = texts.help_notice(manner=FIELDS).table

    assert listed is not None
    assert [row[0] for row in listed.rows] == [f"/sora {spec.name}" for spec in COMMANDS]


def test_a_command_names_its_job_in_the_way_of_the_platform() -> None:
    assert WRITTEN.command("cancel", JOB) == f"cancel {JOB}"
    assert FIELDS.command("cancel", JOB) == f"/sora cancel job:{JOB}"


def test_a_command_of_admins_can_be_told_from_a_prompt() -> None:
    assert WRITTEN.admin("resume") == "admin resume"
    assert FIELDS.admin("resume") == "/sora-admin resume"


def test_what_another_model_would_take_is_named_as_an_option() -> None:
    assert "“--model b”" in texts.problem(TOO_LONG)
    assert "“model: b”" in texts.problem(TOO_LONG, FIELDS)
