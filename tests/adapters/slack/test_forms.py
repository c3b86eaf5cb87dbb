"""Forms: what Slack is sent, and what comes back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from slack_sdk.models.views import View

from adapters.slack.blocks.filled import Filled, field_of, read_form, words_in
from adapters.slack.blocks.forms import FormKind, FormState, form_view
from adapters.slack.blocks.pictures import Picture
from bot.commands import CommandName, Create, Problem, ProblemKind, Remix
from bot.domain.job import JobId
from bot.grammar import from_options
from tests.adapters.slack.block_rules import check_blocks
from tests.builders import a_catalogue, an_offer

Json = dict[str, Any]
JOB = JobId("k7m2p9xq")
CATALOGUE = a_catalogue()
KITE = Picture("F1", "https://files.slack.com/files-pri/T1-F1/kite.png")
HERE = FormState(kind=FormKind.CREATE, channel="C1")
STATES = {
    FormKind.CREATE: HERE,
    FormKind.REMIX: FormState(kind=FormKind.REMIX, job_id=JOB, channel="C1", thread="1.2"),
    FormKind.START: FormState(kind=FormKind.START, job_id=JOB, channel="C1", thread="1.2"),
    FormKind.ANIMATE: FormState(kind=FormKind.ANIMATE, channel="C1", thread="1.2", picture=KITE),
}


def entries(view: Json) -> dict[str, Json]:
    """The fields of a view by their names."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def sent_off(view: Json, **filled: Any) -> Json:
    """What Slack says when somebody changes these fields and sends the form off."""
    values = {name: {name: _entry(block["element"], filled.get(name))} for name, block in entries(view).items()}
    assert filled.keys() <= values.keys()
    kept = {name: view[name] for name in ("callback_id", "private_metadata")}
    return {**kept, "type": "modal", "state": {"values": values}}


def _entry(element: Json, value: Any) -> Json:
    match element["type"]:
        case "plain_text_input":
            entry = {"value": element.get("initial_value") if value is None else value or None}
        case "static_select":
            chosen = {option["value"]: option for option in element["options"]}
            entry = {"selected_option": element["initial_option"] if value is None else chosen[value]}
        case "conversations_select":
            entry = {"selected_conversation": value}
        case "checkboxes":
            entry = {"selected_options": element["options"] if value else []}
        case _:
            entry = {"files": value or []}
    return {"type": element["type"], **entry}


def filled(state: FormState, prompt: str = "", **changes: Any) -> Filled:
    found = read_form(sent_off(form_view(state, CATALOGUE, prompt=prompt), **changes))
    assert found is not None
    return found


@pytest.mark.parametrize("kind", FormKind)
@pytest.mark.parametrize("prompt", ["", "kite " * 8000])
def test_a_form_is_within_what_slack_takes(kind: FormKind, prompt: str) -> None:
    view = form_view(STATES[kind], CATALOGUE, prompt=prompt)

    View(**view).validate_json()
    check_blocks(view["blocks"], most=100)
    assert all(1 <= len(view[name]["text"]) <= 24 for name in ("title", "submit", "close"))
    for block in entries(view).values():
        assert block["element"]["action_id"] == block["block_id"]
        assert len(block["element"].get("initial_value", "")) <= 3000


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_remembers_all_it_needs(kind: FormKind) -> None:
    assert filled(STATES[kind]).state == STATES[kind]


def test_the_form_for_a_new_video_needs_nothing_in_particular() -> None:
    fields = entries(form_view(HERE, CATALOGUE))

    assert list(fields) == [
        *("prompt", "shot", "subject", "action", "surroundings"),
        *("size", "seconds", "model", "count", "image", "place", "private"),
    ]
    assert [name for name, block in fields.items() if not block["optional"]] == []


def test_a_form_opened_in_a_place_offers_that_place() -> None:
    here = entries(form_view(HERE, CATALOGUE))["place"]["element"]
    nowhere = entries(form_view(FormState(kind=FormKind.CREATE), CATALOGUE))["place"]["element"]

    assert here["default_to_current_conversation"] is True
    assert "default_to_current_conversation" not in nowhere


def test_what_was_filled_in_becomes_a_command() -> None:
    found = filled(HERE, prompt="a kite", size="portrait 720p", seconds="8", model="sora-2", count="2", private=True)

    command = from_options(CommandName.CREATE, found.values, CATALOGUE)
    assert isinstance(command, Create)
    assert (command.prompt, str(command.size), command.seconds) == ("a kite", "9:16 720p", 8)
    assert (command.model, command.count, command.private) == ("sora-2", 2, True)


def test_what_was_left_as_usual_is_not_given() -> None:
    assert filled(HERE, prompt="a kite").values == {"prompt": "a kite"}


def test_the_parts_make_a_prompt() -> None:
    found = filled(HERE, shot="close-up", subject="a cat", surroundings="rain")

    assert found.words == "Close-up of a cat. Rain."
    assert found.parts == {"shot": "close-up", "subject": "a cat", "action": "", "surroundings": "rain"}


def test_a_prompt_and_its_parts_are_both_taken() -> None:
    assert filled(HERE, prompt="a kite", surroundings="rain").words == "a kite\nRain."


def test_a_form_with_nothing_in_it_is_a_problem_at_the_prompt() -> None:
    problem = from_options(CommandName.CREATE, filled(HERE).values, CATALOGUE)

    assert isinstance(problem, Problem)
    assert field_of(problem) == "prompt"


def test_the_place_and_the_picture_come_along() -> None:
    file = {"id": "F1", "url_private_download": KITE.address, "mimetype": "image/png", "size": 1234}

    found = filled(HERE, prompt="a kite", place="C2", image=[file])

    assert (found.place, found.pictures, found.picture, found.is_private) == ("C2", (KITE,), KITE, False)


def test_a_remix_begins_with_the_prompt_it_changes() -> None:
    found = filled(STATES[FormKind.REMIX], prompt="a red kite")

    assert from_options(CommandName.REMIX, found.values, CATALOGUE) == Remix(job_id=JOB, prompt="a red kite")


def test_the_form_that_goes_on_from_a_video_begins_with_its_last_picture() -> None:
    command = from_options(CommandName.REMIX, filled(STATES[FormKind.START], prompt="it lands").values, CATALOGUE)

    assert isinstance(command, Remix)
    assert (command.job_id, command.image_of) == (JOB, JOB)


def test_the_form_for_a_picture_has_that_picture() -> None:
    found = filled(STATES[FormKind.ANIMATE], prompt="it flies", seconds="4")

    assert found.picture == KITE
    assert found.values == {"prompt": "it flies", "seconds": "4"}


def test_a_prompt_longer_than_a_field_loses_nothing() -> None:
    prompt = "\n".join(f"Shot {number}: a red kite over the sea,  slowly turning." for number in range(200))

    assert filled(STATES[FormKind.REMIX], prompt=prompt).words == prompt


def test_a_prompt_that_does_not_fit_one_field_may_begin_in_any() -> None:
    view = form_view(STATES[FormKind.REMIX], CATALOGUE, prompt="kite " * 1000)
    short = form_view(STATES[FormKind.REMIX], CATALOGUE, prompt="kite")

    assert [entries(view)[name]["optional"] for name in ("prompt", "prompt_2")] == [True, True]
    assert entries(short)["prompt"]["optional"] is False


def test_lists_offer_what_the_catalogue_has_and_the_usual_first() -> None:
    options = entries(form_view(HERE, CATALOGUE))["seconds"]["element"]["options"]

    assert [option["text"]["text"] for option in options] == ["As usual", "4 s", "8 s", "12 s"]


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        (FormKind.CREATE, "As usual"),
        (FormKind.REMIX, "As it was"),
        (FormKind.START, "As it was"),
        (FormKind.ANIMATE, "As usual"),
    ],
)
def test_what_is_not_chosen_is_as_usual_or_as_it_was_in_the_original(kind: FormKind, usual: str) -> None:
    fields = entries(form_view(STATES[kind], CATALOGUE))
    chosen = [block["element"]["initial_option"] for block in fields.values() if "initial_option" in block["element"]]

    assert {option["text"]["text"] for option in chosen} == {usual}


def test_more_models_than_a_list_takes_are_left_out() -> None:
    offers = [an_offer(model=f"model-{number}", title="Kite " * 40) for number in range(150)]

    view = form_view(HERE, a_catalogue(*offers))

    check_blocks(view["blocks"], most=100)
    assert len(entries(view)["model"]["element"]["options"]) == 100


@pytest.mark.parametrize(
    "change",
    [
        {"private_metadata": ""},
        {"private_metadata": "[]"},
        {"private_metadata": '{"kind": "dance"}'},
        {"private_metadata": '{"kind": "create", "mood": "x"}'},
        {"callback_id": "sora:remix"},
        {"callback_id": "sora:dance"},
    ],
)
def test_a_form_of_another_version_is_none_and_its_words_are_not_lost(change: Json) -> None:
    view = {**sent_off(form_view(HERE, CATALOGUE), prompt="a kite", subject="a cat"), **change}

    assert read_form(view) is None
    assert words_in(view) == "a kite\na cat"


@pytest.mark.parametrize(
    ("option", "kind", "name"),
    [
        ("size", FormKind.CREATE, "size"),
        ("image", FormKind.CREATE, "image"),
        ("image", FormKind.ANIMATE, "prompt"),
        ("count", FormKind.REMIX, "prompt"),
        ("seed", FormKind.CREATE, "prompt"),
        ("", FormKind.CREATE, "prompt"),
    ],
)
def test_what_is_wrong_is_said_at_a_field_that_is_there(option: str, kind: FormKind, name: str) -> None:
    problem = Problem(kind=ProblemKind.NO_SUCH_SIZE, option=option)

    assert field_of(problem, kind) == name
    assert name in entries(form_view(STATES[kind], CATALOGUE))


def test_ids_are_the_names_that_others_know() -> None:
    views = [form_view(state, CATALOGUE) for state in STATES.values()]

    assert [view["callback_id"] for view in views] == ["sora:create", "sora:remix", "sora:start", "sora:animate"]
    assert all(re.fullmatch("[a-z_0-9]+", name) for view in views for name in entries(view))
