"""The application commands as Discord's JSON, derived from `bot.commands`. Pure."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from adapters.discord.choices import can_be_listed, fitting
from adapters.discord.localisation import Json, described, named, titled
from bot.commands import COMMANDS, ChoiceSource, CommandName, CommandSpec, Option, OptionKind, choices_for
from bot.commands.admin import ADMIN_COMMANDS, ADMIN_GROUPS, AdminSpec
from bot.domain.catalogue import Catalogue
from bot.texts import entries

PEOPLE: Final = "sora"
ADMINS: Final = "sora-admin"
MANAGE_GUILD: Final = 1 << 5
MAX_TEXT: Final = 6000
"""Characters of a text option."""


class CommandType(IntEnum):
    """Where people find a command."""

    CHAT_INPUT = 1
    MESSAGE = 3


class OptionType(IntEnum):
    """What an option is, subcommands included."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    ATTACHMENT = 11


class Context(IntEnum):
    """Where a command can be given."""

    GUILD = 0
    BOT_DM = 1


_GUILD_INSTALL: Final = 0
_TYPES: Final = {
    OptionKind.TEXT: OptionType.STRING,
    OptionKind.CHOICE: OptionType.STRING,
    OptionKind.INTEGER: OptionType.INTEGER,
    OptionKind.FLAG: OptionType.BOOLEAN,
    OptionKind.IMAGE: OptionType.ATTACHMENT,
    OptionKind.JOB: OptionType.STRING,
}


def definitions(catalogue: Catalogue) -> list[Json]:
    """All commands, ready to be registered: `/sora`, `/sora-admin`, and the menu of a message with an image.

    They change with the catalogue, since fixed choices are part of them.
    """
    return [_for_people(catalogue), _for_admins(), _for_messages()]


def _for_people(catalogue: Catalogue) -> Json:
    return {
        "type": CommandType.CHAT_INPUT.value,
        **named(PEOPLE),
        **described(entries.PEOPLE),
        **_found(Context.GUILD, Context.BOT_DM),
        "options": [_subcommand(spec, catalogue) for spec in COMMANDS],
    }


def _for_admins() -> Json:
    """Hidden from members without the permission; whether they may is decided by the core all the same."""
    alone = [_admin(spec) for spec in ADMIN_COMMANDS if not spec.group]
    return {
        "type": CommandType.CHAT_INPUT.value,
        **named(ADMINS),
        **described(entries.ADMINS),
        **_found(Context.GUILD),
        "default_member_permissions": MANAGE_GUILD,
        "options": [*alone, *(_group(name, description) for name, description in ADMIN_GROUPS.items())],
    }


def _for_messages() -> Json:
    return {
        "type": CommandType.MESSAGE.value,
        **titled(entries.ANIMATE),
        **_found(Context.GUILD, Context.BOT_DM),
    }


def _found(*contexts: Context) -> Json:
    """Where the command is. Never installed for one person alone: the bot could not post in their channels."""
    return {"contexts": [context.value for context in contexts], "integration_types": [_GUILD_INSTALL]}


def _group(name: str, description: str) -> Json:
    inside = [_admin(spec) for spec in ADMIN_COMMANDS if spec.group == name]
    return {"type": OptionType.GROUP.value, **named(name), **described(description), "options": inside}


def _admin(spec: AdminSpec) -> Json:
    return {"type": OptionType.SUBCOMMAND.value, **named(spec.word), **described(spec.description)}


def _subcommand(spec: CommandSpec, catalogue: Catalogue) -> Json:
    options = [_option(option, spec.name, catalogue) for option in spec.options]
    return {
        "type": OptionType.SUBCOMMAND.value,
        **named(spec.name.value),
        **described(spec.description),
        "options": sorted(options, key=lambda option: not option["required"]),
    }


def _option(option: Option, command: CommandName, catalogue: Catalogue) -> Json:
    # Without a prompt, a form opens that helps to write one.
    is_required = option.required and (command, option.name) != (CommandName.CREATE, "prompt")
    return {
        "type": _TYPES[option.kind].value,
        **named(option.name),
        **described(option.description),
        "required": is_required,
        **_values(option, catalogue),
    }


def _values(option: Option, catalogue: Catalogue) -> Json:
    """What may be given."""
    match option.kind:
        case OptionKind.TEXT:
            return {"max_length": MAX_TEXT}
        case OptionKind.INTEGER:
            bounds = {"min_value": option.minimum, "max_value": option.maximum}
            return {key: bound for key, bound in bounds.items() if bound is not None}
        case OptionKind.CHOICE:
            return _choices(option, catalogue)
        case OptionKind.JOB:
            return {"autocomplete": True}
        case OptionKind.FLAG | OptionKind.IMAGE:
            return {}


def _choices(option: Option, catalogue: Catalogue) -> Json:
    choices = choices_for(option, catalogue)
    if not can_be_listed(choices) or _depends_on_model(option, catalogue):
        return {"autocomplete": True}
    if option.choices is ChoiceSource.SECONDS:
        numbers = [{"name": choice.label, "value": int(choice.value)} for choice in choices]
        return {"type": OptionType.INTEGER.value, "choices": numbers}
    return {"choices": [{**named(choice.label), "value": choice.value} for choice in fitting(choices)]}


def _depends_on_model(option: Option, catalogue: Catalogue) -> bool:
    if option.choices not in (ChoiceSource.SIZES, ChoiceSource.SECONDS):
        return False
    return len({choices_for(option, catalogue, model) for model in catalogue.models()}) > 1
