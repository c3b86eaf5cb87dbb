"""Forms: what Discord is sent, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest

from adapters.discord.forms import LONGEST, animate_form, create_form, read_form, remix_form, start_form, words_in
from adapters.discord.pictures import Attachment

FORMS: dict[str, Callable[[], discord.ui.Modal]] = {
    "create": lambda: create_form("1234567890123456789", is_bare=True),
    "begun": lambda: create_form("1234567890123456789", is_bare=False),
    "remix": lambda: remix_form("k7m2qx9d", "a kite"),
    "start": lambda: start_form("k7m2qx9d", "a kite"),
    "animate": lambda: animate_form("1234567890123456789"),
}


def fields_of(form: discord.ui.Modal) -> list[dict[str, Any]]:
    return [label["component"] for label in form.to_dict()["components"]]


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_is_within_what_discord_takes(name: str) -> None:
    sent = FORMS[name]().to_dict()

    assert len(sent["title"]) <= 45
    assert len(sent["custom_id"]) <= 100
    assert 1 <= len(sent["components"]) <= 5
    for label in sent["components"]:
        assert len(label["label"]) <= 45
        assert len(label.get("description") or "") <= 100
        assert len(label["component"].get("placeholder") or "") <= 100


async def test_the_form_for_a_new_video_asks_for_the_subject_alone() -> None:
    fields = fields_of(create_form("7", is_bare=True))

    assert [field["custom_id"] for field in fields if field["required"]] == ["subject"]
    assert [field["custom_id"] for field in fields] == ["shot", "subject", "action", "surroundings", "image"]


async def test_a_remix_begins_with_the_prompt_it_changes() -> None:
    (field,) = fields_of(remix_form("k7m2qx9d", "a red kite"))

    assert field["value"] == "a red kite"


async def test_a_prompt_longer_than_a_field_is_cut_to_it() -> None:
    (field,) = fields_of(remix_form("k7m2qx9d", "x" * 10_000))

    assert len(field["value"]) == LONGEST


async def test_what_was_filled_in_comes_back() -> None:
    sent = create_form("42", is_bare=True).to_dict()
    data = {
        "custom_id": sent["custom_id"],
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "shot", "value": "close-up"}},
            {"type": 18, "component": {"type": 4, "custom_id": "subject", "value": "a cat"}},
            {"type": 18, "component": {"type": 19, "custom_id": "image", "values": ["9"]}},
        ],
        "resolved": {"attachments": {"9": {"url": "https://cdn.example/cat.png", "content_type": "image/png"}}},
    }

    filled = read_form(data)

    assert filled is not None
    assert (filled.kind, filled.about) == ("create", "42")
    assert filled.parts == {"shot": "close-up", "subject": "a cat", "action": "", "surroundings": ""}
    assert filled.picture == Attachment("https://cdn.example/cat.png", "image/png")


@pytest.mark.parametrize("custom_id", ["sora:form:dance:7", "sora:again:k7m2qx9d", "", "sora:form:create:"])
def test_a_form_of_another_time_is_none(custom_id: str) -> None:
    assert read_form({"custom_id": custom_id, "components": []}) is None


def test_what_was_written_into_a_form_of_another_time_is_not_lost() -> None:
    written = [{"type": 18, "component": {"type": 4, "custom_id": name, "value": name}} for name in ("mood", "light")]
    upload = {"type": 18, "component": {"type": 19, "custom_id": "image", "values": ["9"]}}

    assert words_in({"custom_id": "sora:form:dance:7", "components": [*written, upload]}) == "mood\nlight"


async def test_the_library_keeps_no_form_in_memory() -> None:
    assert all(make().is_finished() for make in FORMS.values())


async def test_the_form_that_goes_on_from_a_video_names_it() -> None:
    form = start_form("k7m2qx9d", "a red kite")
    (field,) = fields_of(form)
    entered = {"type": 18, "component": {"type": 4, "custom_id": "prompt", "value": "it lands"}}

    filled = read_form({"custom_id": form.custom_id, "components": [entered]})

    assert field["value"] == "a red kite"
    assert filled is not None
    assert (filled.kind, filled.about, filled.values) == ("start", "k7m2qx9d", {"prompt": "it lands"})
