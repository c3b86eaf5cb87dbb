"""What the stand-in's Slack takes in messages and views, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.slack.block_rules import message_problems, view_problems
from tests.slack.small_app import FORM
from tests.slack.told import Json


def words(text: str = "words", kind: str = "plain_text") -> Json:
    return {"type": kind, "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": words(), **more}


def actions(**more: Any) -> Json:
    return {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": words(), **more}]}


def field(kind: str, **more: Any) -> Json:
    return {"type": "input", "label": words(), "element": {"type": kind, **more}}


def options(count: int) -> list[Json]:
    return [{"text": words(f"option {number}"), "value": str(number)} for number in range(count)]


def rich(*elements: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements), **more}]}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": words(), "submit": words(), "blocks": list(blocks), **more}


CONFIRM: Json = {"title": words(), "text": words(), "confirm": words("Yes"), "deny": words("No")}
WORD: Json = {"type": "text", "text": "word"}


@pytest.mark.parametrize(
    "block",
    [
        section(text=words("x" * 3000, "mrkdwn")),
        {"type": "section", "fields": [words()] * 10},
        section(accessory={"type": "image", "image_url": "https://a.example/b.png", "alt_text": "a kite"}),
        {"type": "header", "text": words("x" * 150)},
        {"type": "context", "elements": [words()] * 10},
        actions(style="danger", value="x" * 2000, confirm=CONFIRM),
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a kite", "title": words()},
        {"type": "markdown", "text": "**words**"},
        rich(WORD, {"type": "date", "timestamp": 1, "format": "{time}"}, {"type": "user", "user_id": "U1"}),
        rich({"type": "rich_text_section", "elements": [WORD]}, kind="rich_text_list", style="bullet"),
        rich({**WORD, "style": {"bold": True, "code": True}}, kind="rich_text_quote"),
    ],
)
def test_what_is_within_the_limits_is_taken(block: Json) -> None:
    assert message_problems([block]) == []


@pytest.mark.parametrize(
    "block",
    [
        section(text=words("")),
        section(text=words("x" * 3001)),
        section(text="words"),
        section(texts=words()),
        section(text={**words(), "verbatim": True}),
        {"type": "section"},
        {"type": "section", "fields": [words()] * 11},
        {"type": "section", "fields": [words("x" * 2001)]},
        section(accessory={"type": "plain_text_input"}),
        {"type": "header", "text": words(kind="mrkdwn")},
        {"type": "context", "elements": [words()] * 11},
        {"type": "context", "elements": []},
        {"type": "context", "elements": [{"type": "image", "alt_text": "a kite"}]},
        {"type": "actions", "elements": [{"type": "button", "text": words()}] * 26},
        actions(text=words("x" * 76)),
        actions(value="x" * 2001),
        actions(url="https://" + "x" * 3000),
        actions(action_id="x" * 256),
        actions(style="large"),
        actions(disabled=True),
        actions(confirm={**CONFIRM, "confirm": words("x" * 31)}),
        actions(confirm={"title": words()}),
        {"type": "actions", "elements": [{"type": "static_select", "options": options(101)}]},
        {"type": "actions", "elements": [{"type": "file_input"}]},
        {"type": "image", "image_url": "https://a.example/b.png"},
        {"type": "image", "image_url": "https://a.example/b.png", "slack_file": {"id": "F1"}, "alt_text": "a kite"},
        {"type": "divider", "block_id": "x" * 256},
        {"type": "divider", "text": words()},
        {"type": "file", "external_id": "a", "source": "remote"},
        field("plain_text_input"),
        rich(),
        rich({"type": "text", "text": ""}),
        rich({"type": "link", "url": "kite"}),
        rich({"type": "link", "url": "https://a.example", "text": ""}),
        rich({"type": "date", "timestamp": 1}),
        rich({"type": "emoji"}),
        rich({"type": "film", "text": "word"}),
        rich({**WORD, "style": {"loud": True}}),
        rich({"type": "user", "user_id": "U1"}, kind="rich_text_preformatted"),
        rich(WORD, kind="rich_text_list", style="bullet"),
        rich({"type": "rich_text_section", "elements": [WORD]}, kind="rich_text_list"),
        rich(WORD, kind="rich_text_poem"),
    ],
)
def test_what_is_beyond_the_limits_is_refused(block: Json) -> None:
    assert message_problems([block]) != []


def test_a_message_has_up_to_fifty_blocks() -> None:
    assert message_problems([{"type": "divider"}] * 50) == []
    assert message_problems([{"type": "divider"}] * 51) != []


def test_ids_are_there_once() -> None:
    assert message_problems([actions(), actions(action_id="b")]) == []
    assert message_problems([actions(), actions()]) != []
    assert message_problems([section(block_id="a"), section(block_id="a")]) != []


def test_a_form_with_every_kind_of_field_is_taken() -> None:
    assert view_problems(FORM, "modal") == []
    assert view_problems(modal(field("radio_buttons", options=options(10))), "modal") == []


@pytest.mark.parametrize(
    "view",
    [
        modal(title=words("x" * 25)),
        modal(submit=words("x" * 25)),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        modal(colour="red"),
        modal(field("plain_text_input"), submit=None),
        modal(*[section()] * 101),
        modal({"type": "markdown", "text": "words"}),
        modal({"type": "input", "label": words()}),
        modal({**field("plain_text_input"), "label": words("x" * 2001)}),
        modal({**field("plain_text_input"), "hint": words("x" * 2001)}),
        modal(field("button", text=words())),
        modal(field("plain_text_input", max_length=3001)),
        modal(field("plain_text_input", min_length=5, max_length=4)),
        modal(field("plain_text_input", initial_value="long", max_length=3)),
        modal(field("plain_text_input", placeholder=words("x" * 151))),
        modal(field("plain_text_input", focus_on_load=True), field("plain_text_input", focus_on_load=True)),
        modal(field("static_select", options=[])),
        modal(field("static_select")),
        modal(field("static_select", options=options(2), initial_option=options(3)[2])),
        modal(field("static_select", options=[*options(1), *options(1)])),
        modal(field("static_select", options=[{"text": words("x" * 76), "value": "a"}])),
        modal(field("static_select", options=[{"text": words(), "value": "x" * 151}])),
        modal(field("static_select", options=[{"text": words(kind="mrkdwn"), "value": "a"}])),
        modal(field("static_select", options=[{"text": words()}])),
        modal(field("checkboxes", options=options(11))),
        modal(field("checkboxes", options=options(2), initial_options=[])),
        modal(field("checkboxes", options=options(2), initial_options=options(3)[2:])),
        modal(field("radio_buttons", options=options(11))),
        modal(field("file_input", max_files=11)),
    ],
)
def test_a_form_beyond_the_limits_is_refused(view: Json) -> None:
    assert view_problems(view, "modal") != []


def test_a_page_is_no_form() -> None:
    page = {"type": "home", "blocks": [section()]}

    assert view_problems(page, "home") == []
    assert view_problems({**page, "title": words()}, "home") != []
    assert view_problems({**page, "notify_on_close": True}, "home") != []
    assert view_problems({**page, "blocks": [field("file_input")]}, "home") != []
    assert view_problems(page, "modal") != []
