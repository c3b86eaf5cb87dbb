"""The application commands keep within what Discord takes, whatever the catalogue offers."""

from __future__ import annotations

import importlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.definitions import MANAGE_GUILD, definitions
from adapters.providers.catalogue import load_catalogue
from adapters.providers.registry import provider_names
from bot.commands import COMMANDS, CommandName, OptionKind, command_spec
from bot.commands.admin import ADMIN_COMMANDS, AdminName
from bot.domain.catalogue import Catalogue
from bot.domain.video import ModelName, Shape, Size
from bot.texts.locale import TAGS
from tests.builders import LANDSCAPE, PORTRAIT, a_catalogue, an_offer

jsonschema = importlib.import_module("jsonschema")  # a plain import is an error for want of published types
DESCRIPTION = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
REAL = load_catalogue(provider_names())
TEXTS = ("name", "description")
SUBCOMMAND, STRING, INTEGER, BOOLEAN, ATTACHMENT = 1, 3, 4, 5, 11
MESSAGE = 3
KINDS = {
    OptionKind.TEXT: {STRING},
    OptionKind.CHOICE: {STRING, INTEGER},
    OptionKind.INTEGER: {INTEGER},
    OptionKind.FLAG: {BOOLEAN},
    OptionKind.IMAGE: {ATTACHMENT},
    OptionKind.JOB: {STRING},
}


def part(definition: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The subcommand or option found by its names."""
    for name in names:
        definition = next(option for option in definition["options"] if option["name"] == name)
    return dict(definition)


def option_of_create(catalogue: Catalogue, name: str) -> dict[str, Any]:
    return part(definitions(catalogue)[0], "create", name)


def everything(definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A command with all that lies in it, choices included."""
    yield definition
    for inner in (*definition.get("options", ()), *definition.get("choices", ())):
        yield from everything(inner)


def texts(one: Mapping[str, Any], key: str) -> list[str]:
    """A text with its translations."""
    return [one[key], *one.get(f"{key}_localizations", {}).values()] if key in one else []


def length(definition: Mapping[str, Any]) -> int:
    """Characters as Discord counts them: of each text the longest language, and the values of choices."""
    longest = [max(map(len, texts(one, key)), default=0) for one in everything(definition) for key in TEXTS]
    return sum(longest) + sum(len(str(one.get("value", ""))) for one in everything(definition))


def is_a_name(name: str) -> bool:
    r"""`^[-_'\p{L}\p{N}]{1,32}$`, and lower case where there is one."""
    letters = all(letter in "-_'" or unicodedata.category(letter)[0] in "LN" for letter in name)
    return letters and 1 <= len(name) <= 32 and name == name.lower()


def assert_discord_takes(definition: Mapping[str, Any]) -> None:
    assert length(definition) <= 8000
    for one in everything(definition):
        assert len(one.get("options", ())) <= 25
        assert len(one.get("choices", ())) <= 25
        assert not (one.get("choices") and one.get("autocomplete"))
        if "value" in one:
            assert all(1 <= len(label) <= 100 for label in texts(one, "name"))
            assert len(str(one["value"])) <= 100
        elif one is definition and one["type"] == MESSAGE:
            assert all(1 <= len(title) <= 32 for title in texts(one, "name"))
        else:
            assert all(map(is_a_name, texts(one, "name")))
            assert all(1 <= len(description) <= 100 for description in texts(one, "description"))
            assert_siblings_differ(one.get("options", ()))
            assert_siblings_differ(one.get("choices", ()))
        required = [option["required"] for option in one.get("options", ()) if "required" in option]
        assert required == sorted(required, reverse=True)


def assert_siblings_differ(siblings: Any) -> None:
    """In every language, and from the English names of the others."""
    for tag in (None, *TAGS):
        for one in siblings:
            name = one.get("name_localizations", {}).get(tag, one["name"])
            others = [other for other in siblings if other is not one]
            assert name not in {other["name"] for other in others}
            assert name not in {other.get("name_localizations", {}).get(tag) for other in others}


@pytest.mark.parametrize("definition", definitions(REAL), ids=lambda definition: definition["name"])
def test_discord_takes_every_command(definition: dict[str, Any]) -> None:
    assert_discord_takes(definition)


TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150)
MODELS = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,120}", fullmatch=True)
SHAPES = st.builds(Shape, st.sampled_from(["16:9", "9:16", "1:1", "21:9"]), st.sampled_from(["480p", "720p", "4k"]))
SIZES = st.builds(Size, st.integers(1, 99_999), st.integers(1, 99_999))
LENGTHS = st.lists(st.integers(1, 10_000), unique=True, max_size=40).map(tuple)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    offers = draw(
        st.lists(
            st.builds(
                an_offer,
                model=MODELS.map(ModelName),
                title=TITLES,
                seconds=LENGTHS,
                default_seconds=st.none(),
                shapes=st.dictionaries(SHAPES, SIZES, min_size=1),
                expected=st.just(timedelta(minutes=3)),
            ),
            max_size=30,
        )
    )
    return Catalogue(offers=tuple(offers), limits={})


@given(catalogues())
def test_discord_takes_every_command_of_any_catalogue(catalogue: Catalogue) -> None:
    for definition in definitions(catalogue):
        assert_discord_takes(definition)


@pytest.mark.parametrize("definition", definitions(REAL), ids=lambda definition: definition["name"])
def test_a_command_is_as_discords_description_of_its_api_says(definition: dict[str, Any]) -> None:
    if not DESCRIPTION.exists():
        pytest.skip("Discord's description of its API is not there to check with")
    schemas = {"components": json.loads(DESCRIPTION.read_text())["components"]}
    request = "#/components/schemas/ApplicationCommandCreateRequest"

    jsonschema.Draft202012Validator({"$ref": request, **schemas}).validate(definition)


def test_every_command_of_the_table_is_there_with_its_options() -> None:
    people = definitions(REAL)[0]

    assert [one["name"] for one in people["options"]] == [spec.name.value for spec in COMMANDS]
    for spec in COMMANDS:
        options = part(people, spec.name)["options"]
        assert {option["name"] for option in options} == {option.name for option in spec.options}
        assert all(part(people, spec.name, option.name)["type"] in KINDS[option.kind] for option in spec.options)


def test_what_must_be_given_is_what_the_table_says_but_a_form_opens_for_a_missing_prompt() -> None:
    people = definitions(REAL)[0]

    for spec in COMMANDS:
        required = {option.name for option in spec.options if option.required}
        given = {option["name"] for option in part(people, spec.name)["options"] if option["required"]}
        assert given == (required - {"prompt"} if spec.name is CommandName.CREATE else required)


def test_numbers_texts_and_jobs_are_bounded_as_in_the_table() -> None:
    people = definitions(REAL)[0]
    count = next(option for option in command_spec(CommandName.CREATE).options if option.name == "count")

    assert part(people, "create", "count")["min_value"] == count.minimum
    assert part(people, "create", "count")["max_value"] == count.maximum
    assert part(people, "create", "prompt")["max_length"] == 6000
    assert part(people, "cancel", "job")["autocomplete"]


def test_what_all_models_have_alike_is_a_list_of_choices() -> None:
    catalogue = a_catalogue(an_offer(), an_offer(model=ModelName("sora-2-pro"), title="Sora 2 Pro"))

    seconds, size = (option_of_create(catalogue, name) for name in ("seconds", "size"))

    assert (seconds["type"], [choice["value"] for choice in seconds["choices"]]) == (INTEGER, [4, 8, 12])
    assert size["choices"] == [
        {"name": "landscape 720p (1280x720)", "value": str(LANDSCAPE)},
        {"name": "portrait 720p (720x1280)", "value": str(PORTRAIT)},
    ]
    assert [choice["name"] for choice in option_of_create(catalogue, "model")["choices"]] == ["Sora 2", "Sora 2 Pro"]


def test_what_depends_on_the_model_is_suggested_while_people_type() -> None:
    other = an_offer(model=ModelName("other"), seconds=(5,), shapes={PORTRAIT: Size(720, 1280)})

    options = [option_of_create(a_catalogue(an_offer(), other), name) for name in ("size", "seconds")]

    assert [(option["type"], option.get("choices"), option["autocomplete"]) for option in options] == [
        (STRING, None, True),
        (STRING, None, True),
    ]


def test_more_than_25_models_are_suggested_while_people_type() -> None:
    offers = [an_offer(model=ModelName(f"m{number}"), title=f"Model {number}") for number in range(26)]

    assert "choices" in option_of_create(a_catalogue(*offers[:25]), "model")
    assert option_of_create(a_catalogue(*offers), "model")["autocomplete"]


def test_models_of_the_same_title_can_be_told_apart() -> None:
    offers = [an_offer(model=ModelName(name), title="Sora") for name in ("a", "b")]

    labels = [choice["name"] for choice in option_of_create(a_catalogue(*offers), "model")["choices"]]

    assert labels == ["Sora (a)", "Sora (b)"]


def test_the_topics_of_help_are_called_as_the_commands_are() -> None:
    people = definitions(REAL)[0]

    topic = next(choice for choice in part(people, "help", "topic")["choices"] if choice["value"] == "queue")

    assert topic["name_localizations"] == part(people, "queue")["name_localizations"]


def test_commands_of_admins_are_hidden_from_others_and_only_in_servers() -> None:
    _, admins, _ = definitions(REAL)

    assert admins["default_member_permissions"] == MANAGE_GUILD == 32
    assert admins["contexts"] == [0]


def test_every_command_of_admins_is_there() -> None:
    admins = definitions(REAL)[1]

    alone = {one["name"] for one in admins["options"] if one["type"] == SUBCOMMAND}
    grouped = {f"channel {one['name']}" for one in part(admins, "channel")["options"]}

    assert alone | grouped == set(AdminName) == {spec.name for spec in ADMIN_COMMANDS}


def test_people_find_the_others_in_servers_and_in_talks_with_the_bot() -> None:
    people, _, menu = definitions(REAL)

    assert people["contexts"] == menu["contexts"] == [0, 1]
    assert all(one["integration_types"] == [0] for one in definitions(REAL))
    assert (menu["type"], menu["name"]) == (3, "Animate this image")
    assert "description" not in menu
