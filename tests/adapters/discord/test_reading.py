"""What people give with an application command becomes what the same words would be in the text form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.discord.definitions import definitions
from adapters.discord.pictures import Attachment
from adapters.discord.reading import (
    AnimateWanted,
    Asked,
    FormWanted,
    Reading,
    Typing,
    UnknownCommand,
    read,
    read_typing,
)
from bot.commands import (
    Again,
    Cancel,
    CommandName,
    Create,
    Help,
    History,
    Models,
    Problem,
    ProblemKind,
    Queue,
    Quota,
    Remix,
    SizeWish,
    Status,
)
from bot.commands.admin import Admin, AdminName
from bot.domain.job import JobId
from bot.domain.video import ModelName
from bot.grammar import from_options
from tests.builders import a_catalogue, an_offer

CATALOGUE = a_catalogue(an_offer(), an_offer(model=ModelName("sora-2-pro"), title="Sora 2 Pro", seconds=(4, 16)))
JOB = JobId("k7m2qx9d")
KITE = {
    "id": "7",
    "filename": "kite.png",
    "url": "https://cdn.example/kite.png",
    "content_type": "image/png",
    "size": 9,
}
TYPES = {str: 3, int: 4, bool: 5}


def given(command: str, **values: Any) -> dict[str, Any]:
    """The data of `/sora command` as Discord sends it. A mapping is an attachment."""
    files = {value["id"]: value for value in values.values() if isinstance(value, Mapping)}
    options = [
        {"name": name, "type": 11, "value": value["id"]}
        if isinstance(value, Mapping)
        else {"name": name, "type": TYPES[type(value)], "value": value}
        for name, value in values.items()
    ]
    sub = {"name": command, "type": 1, "options": options}
    return {"id": "1", "name": "sora", "type": 1, "options": [sub], "resolved": {"attachments": files}}


def asked(command: str, **values: Any) -> Reading:
    return read(given(command, **values), CATALOGUE)


@pytest.mark.parametrize(
    ("reading", "command"),
    [
        (asked("again", job="k7m2qx9d"), Again(JOB)),
        (asked("again", job="#K7M2QX9D"), Again(JOB)),
        (asked("cancel", job="k7m2qx9d"), Cancel(JOB)),
        (asked("status"), Status()),
        (asked("status", job="k7m2qx9d"), Status(JOB)),
        (asked("queue"), Queue()),
        (asked("history"), History()),
        (asked("quota"), Quota()),
        (asked("models"), Models()),
        (asked("help"), Help()),
        (asked("help", topic="create"), Help("create")),
        (asked("remix", job="k7m2qx9d", prompt="at night"), Remix(job_id=JOB, prompt="at night")),
        (asked("create", prompt="a red kite, 8s portrait"), Create(prompt="a red kite, 8s portrait")),
    ],
)
def test_a_subcommand_is_the_command_of_its_name(reading: Reading, command: Any) -> None:
    assert reading == Asked(command)


def test_every_option_is_understood_as_it_was_chosen() -> None:
    reading = asked(
        "create",
        prompt="a kite",
        size="portrait 720p",
        seconds=4,
        model="sora-2-pro",
        count=2,
        seed=7,
        private=True,
        pad=False,
    )

    command = Create(
        prompt="a kite",
        size=SizeWish(aspect="9:16", tier="720p"),
        seconds=4,
        model=ModelName("sora-2-pro"),
        count=2,
        seed=7,
        private=True,
    )
    assert reading == Asked(command)


@pytest.mark.parametrize(("typed", "seconds"), [("8", 8), ("8s", 8), ("8 seconds", 8)])
def test_a_length_can_be_typed_as_in_the_text_form(typed: str, seconds: int) -> None:
    assert asked("create", prompt="a kite", seconds=typed) == Asked(Create(prompt="a kite", seconds=seconds))


def test_every_choice_that_is_offered_is_taken() -> None:
    for option in definitions(CATALOGUE)[0]["options"][0]["options"]:
        for choice in option.get("choices", ()):
            assert isinstance(asked("create", prompt="a kite", **{option["name"]: choice["value"]}), Asked)


def test_an_upload_comes_beside_the_command() -> None:
    reading = asked("remix", job="k7m2qx9d", prompt="at night", image=KITE)

    assert reading == Asked(
        Remix(job_id=JOB, prompt="at night"), Attachment("https://cdn.example/kite.png", "image/png", 9)
    )


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("seconds", "eight", ProblemKind.BAD_NUMBER),
        ("size", "huge", ProblemKind.UNKNOWN_SIZE),
        ("model", "dalle", ProblemKind.UNKNOWN_MODEL),
        ("count", 9, ProblemKind.BAD_NUMBER),
    ],
)
def test_a_wrong_value_is_the_problem_it_is_everywhere(name: str, value: Any, kind: ProblemKind) -> None:
    with_prompt, without = asked("create", prompt="a kite", **{name: value}), asked("create", **{name: value})

    assert isinstance(with_prompt, Problem)
    assert with_prompt.kind is kind
    assert with_prompt == without == from_options(CommandName.CREATE, {"prompt": "a kite", name: value}, CATALOGUE)


@pytest.mark.parametrize("nothing", [{}, {"prompt": " "}])
def test_create_without_a_prompt_wants_the_form(nothing: dict[str, Any]) -> None:
    reading = asked("create", **nothing)

    assert isinstance(reading, FormWanted)
    assert reading.attachment is None


def test_the_form_keeps_what_was_given_already() -> None:
    reading = asked("create", seconds=8, size="portrait 720p", private=True, image=KITE)

    assert isinstance(reading, FormWanted)
    assert reading.values == {"seconds": 8, "size": "portrait 720p", "private": True}
    assert reading.attachment is not None
    filled = from_options(CommandName.CREATE, {**reading.values, "prompt": "a kite"}, CATALOGUE)
    size = SizeWish(aspect="9:16", tier="720p")
    assert filled == Create(prompt="a kite", seconds=8, size=size, private=True)


def test_a_remix_without_words_is_a_problem() -> None:
    reading = asked("remix", job="k7m2qx9d", prompt=" ")

    assert isinstance(reading, Problem)
    assert reading.kind is ProblemKind.NO_PROMPT


@pytest.mark.parametrize("name", AdminName)
def test_an_admins_command_is_read_by_its_words(name: AdminName) -> None:
    options: list[dict[str, Any]] = []
    for word in reversed(name.split()):
        options = [{"name": word, "type": 2 if options else 1, "options": options}]

    assert read({"name": "sora-admin", "type": 1, "options": options}, CATALOGUE) == Admin(name)


@pytest.mark.parametrize(
    "data",
    [
        {"name": "dance", "type": 1},
        {"name": "sora", "type": 1},
        {"name": "sora-admin", "type": 1, "options": [{"name": "create", "type": 1}]},
        given("dance"),
        given("create", prompt="a kite", loudness=11),
    ],
)
def test_what_another_version_registered_is_not_guessed_at(data: dict[str, Any]) -> None:
    with pytest.raises(UnknownCommand):
        read(data, CATALOGUE)


def menu(**message: Any) -> Reading:
    messages = {"5": {"id": "5", "content": "look", **message}}
    return read(
        {"name": "Animate this image", "type": 3, "target_id": "5", "resolved": {"messages": messages}}, CATALOGUE
    )


NOTES = {**KITE, "id": "6", "url": "https://cdn.example/notes.txt", "content_type": "text/plain"}
PICTURE = Attachment("https://cdn.example/kite.png", "image/png", 9)


@pytest.mark.parametrize(
    "message",
    [
        {"attachments": [NOTES, KITE]},
        {"attachments": [], "message_snapshots": [{"message": {"attachments": [KITE]}}]},
        {"components": [{"type": 17, "components": [{"type": 12, "items": [{"media": KITE}]}]}]},
    ],
    ids=["uploaded", "forwarded", "in a gallery"],
)
def test_the_menu_of_a_message_finds_its_first_picture(message: dict[str, Any]) -> None:
    assert menu(**message) == AnimateWanted(PICTURE)


@pytest.mark.parametrize(
    "embed",
    [
        {"type": "rich", "image": {"url": "https://example.org/kite.png"}},
        {"type": "image", "thumbnail": {"url": "https://example.org/kite.png"}},
    ],
)
def test_a_picture_from_the_web_counts_too(embed: dict[str, Any]) -> None:
    assert menu(attachments=[], embeds=[embed]) == AnimateWanted(Attachment("https://example.org/kite.png"))


@pytest.mark.parametrize(
    "message", [{}, {"attachments": [NOTES]}, {"embeds": [{"type": "article", "thumbnail": {"url": "https://x/y"}}]}]
)
def test_a_message_without_a_picture_has_none_to_animate(message: dict[str, Any]) -> None:
    assert menu(**message) == AnimateWanted(None)


def test_what_somebody_types_is_read_with_the_other_options() -> None:
    data = given("create", prompt="a kite", model="sora-2-pro", seconds="1")
    data["options"][0]["options"][-1]["focused"] = True

    assert read_typing(data) == Typing(CommandName.CREATE, "seconds", "1", {"prompt": "a kite", "model": "sora-2-pro"})
