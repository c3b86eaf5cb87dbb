"""The table that every platform derives its commands from keeps within what the platforms take."""

from __future__ import annotations

import re
import typing

import pytest

from bot.commands import (
    COMMANDS,
    Choice,
    ChoiceSource,
    Command,
    CommandName,
    CommandSpec,
    Create,
    Option,
    OptionKind,
    Problem,
    Wishes,
    choices_for,
    command_spec,
    looks_like_job_id,
)
from bot.commands.admin import Admin
from bot.domain.catalogue import Offer
from bot.domain.video import ModelName, Shape, Size
from bot.grammar import from_options, parse
from bot.usecases.services import new_id
from tests.builders import LANDSCAPE, PORTRAIT, a_catalogue, an_offer

# Discord: 1-32 characters, lower case, no spaces; descriptions 1-100; 25 options and 25 choices; 8,000 in all.
NAME = re.compile(r"[a-z][a-z-]{0,31}")
OPTIONS = [(spec, option) for spec in COMMANDS for option in spec.options]
PRO = ModelName("sora-2-pro")


def two_models() -> tuple[Offer, Offer]:
    tall = Shape("9:16", "1024p")
    pro = an_offer(
        model=PRO, title="Sora 2 Pro", seconds=(4, 16), shapes={PORTRAIT: Size(720, 1280), tall: Size(1024, 1792)}
    )
    return an_offer(), pro


def named(spec: CommandSpec, name: str) -> Option:
    return next(option for option in spec.options if option.name == name)


def test_every_command_has_a_row_and_a_value_of_the_same_name() -> None:
    values = {value.__name__.lower() for value in typing.get_args(Command) if value is not Admin}

    assert [spec.name for spec in COMMANDS] == list(CommandName)
    assert {name.value for name in CommandName} == values


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_a_command_fits_what_discord_takes(spec: CommandSpec) -> None:
    assert NAME.fullmatch(spec.name)
    assert 1 <= len(spec.description) <= 100
    assert len(spec.options) <= 25


@pytest.mark.parametrize(("spec", "option"), OPTIONS, ids=lambda value: value.name)
def test_an_option_fits_what_discord_takes(spec: CommandSpec, option: Option) -> None:
    assert NAME.fullmatch(option.name)
    assert 1 <= len(option.description) <= 100
    assert len(choices_for(option, a_catalogue(*two_models()))) <= 25
    assert option.name in {one.name for one in spec.options}


def test_all_commands_together_stay_within_eight_thousand_characters() -> None:
    texts = [text for spec in COMMANDS for text in (spec.name, spec.description)]
    texts += [text for _spec, option in OPTIONS for text in (option.name, option.description)]

    assert sum(map(len, texts)) < 8000


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_required_options_come_first(spec: CommandSpec) -> None:
    required = [option.required for option in spec.options]

    assert required == sorted(required, reverse=True)


def test_no_two_commands_and_no_two_options_of_a_command_share_a_name() -> None:
    commands = [name for spec in COMMANDS for name in (spec.name.value, *spec.aliases)]
    assert len(commands) == len(set(commands))

    for spec in COMMANDS:
        options = [name for option in spec.options for name in (option.name, *option.aliases)]
        assert len(options) == len(set(options))


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_example_is_understood_as_its_command(spec: CommandSpec) -> None:
    catalogue = a_catalogue(*two_models())

    assert spec.examples
    for example in spec.examples:
        command = parse(example, catalogue)
        assert not isinstance(command, Problem)
        assert type(command).__name__.lower() == spec.name


def test_every_wish_is_an_option_of_create_and_of_remix() -> None:
    wishes = {"image" if name in ("image_url", "image_of") else name for name in Wishes.__dataclass_fields__}

    for name in (CommandName.CREATE, CommandName.REMIX):
        options = {option.name for option in command_spec(name).options}
        assert wishes == options - {"prompt", "job"}


@pytest.mark.parametrize("source", ChoiceSource)
def test_every_choice_that_is_offered_is_taken(source: ChoiceSource) -> None:
    catalogue = a_catalogue(*two_models())
    option = next(option for option in command_spec(CommandName.CREATE).options if option.choices is source)

    for choice in choices_for(option, catalogue):
        command = from_options(CommandName.CREATE, {"prompt": "a kite", option.name: choice.value}, catalogue)
        assert isinstance(command, Create)


def test_choices_are_those_of_the_model_when_one_is_named() -> None:
    catalogue = a_catalogue(*two_models())
    create = command_spec(CommandName.CREATE)

    lengths = choices_for(named(create, "seconds"), catalogue, PRO)
    sizes = choices_for(named(create, "size"), catalogue, PRO)

    assert [choice.value for choice in lengths] == ["4", "16"]
    assert [choice.label for choice in sizes] == ["portrait 720p (720x1280)", "portrait 1024p (1024x1792)"]


def test_choices_of_all_models_come_without_doubles() -> None:
    create = command_spec(CommandName.CREATE)
    catalogue = a_catalogue(*two_models(), an_offer())

    assert choices_for(named(create, "model"), catalogue) == (
        Choice("Sora 2", "sora-2"),
        Choice("Sora 2 Pro", "sora-2-pro"),
    )
    assert [choice.value for choice in choices_for(named(create, "seconds"), catalogue)] == ["4", "8", "12", "16"]
    assert [choice.value for choice in choices_for(named(create, "size"), catalogue)] == [
        str(LANDSCAPE),
        str(PORTRAIT),
        "portrait 1024p",
    ]


def test_integers_are_bounded_and_only_choices_have_a_source() -> None:
    for _spec, option in OPTIONS:
        assert (option.kind is OptionKind.INTEGER) == (option.maximum is not None)
        assert (option.kind is OptionKind.CHOICE) == bool(option.choices)


def test_ids_that_the_bot_makes_look_like_ids() -> None:
    assert all(looks_like_job_id(new_id(), strict=True) for _ in range(1000))


@pytest.mark.parametrize("word", ["#k7m2qx9d", "`K7M2QX9D`", "k7m2qx9d.", "<k7m2qx9d>"])
def test_an_id_is_known_however_it_was_pasted(word: str) -> None:
    assert looks_like_job_id(word, strict=True)


@pytest.mark.parametrize("word", ["culture", "my", "", "everything", "k7m2 qx9d", "日本語8888"])
def test_ordinary_words_do_not_look_like_ids(word: str) -> None:
    assert not looks_like_job_id(word)
