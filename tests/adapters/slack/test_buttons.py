"""Buttons carry all they need."""

from __future__ import annotations

import pytest

from adapters.buttons import button_id
from adapters.slack.blocks.buttons import LINK, actions_blocks, read_action
from bot.domain.chat import Action, Button, Link
from tests.adapters.discord.values import AGAIN, CANCEL, JOB


@pytest.mark.parametrize("action", Action)
def test_a_press_says_what_to_do_with_which_job(action: Action) -> None:
    assert read_action(button_id(Button(action, "", JOB))) == (action.value, JOB)


def test_a_button_that_leafs_through_the_history_carries_a_page() -> None:
    assert read_action(button_id(Button(Action.HISTORY, "Older", "12"))) == ("history", "12")


def test_a_button_of_another_version_is_read_too() -> None:
    assert read_action(f"sora:dance:{JOB}") == ("dance", JOB)


@pytest.mark.parametrize("text", ["", f"sora:again:{JOB}\n", f"sora:Again:{JOB}", "sora:again:k7", "sora:form:create"])
def test_what_no_button_sends_is_none(text: str) -> None:
    assert read_action(text) is None


def test_links_have_ids_that_are_no_actions() -> None:
    (row,) = actions_blocks((AGAIN,), [Link("a", "https://a.example"), Link("", "https://b.example")])

    first, second, _ = row["elements"]
    assert first["action_id"] == f"{LINK}:0"
    assert read_action(second["action_id"]) is None
    assert second["text"]["text"] == "Open"


def test_without_buttons_there_is_no_row() -> None:
    assert actions_blocks(()) == []


def test_a_button_has_no_style_unless_it_stands_out() -> None:
    (row,) = actions_blocks((CANCEL, AGAIN, Button(Action.REMIX, "Remix", JOB)))

    assert [element.get("style") for element in row["elements"]] == ["danger", "primary", None]
