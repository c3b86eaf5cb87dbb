"""What people gave with an application command, as values of `bot.commands`. Pure: the `data` of an interaction in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from adapters.discord.definitions import ADMINS, PEOPLE, CommandType, OptionType
from adapters.discord.pictures import Attachment, first_picture, to_attachment
from bot.commands import Command, CommandName, Problem, ProblemKind, command_spec
from bot.commands.admin import Admin, AdminName
from bot.domain.catalogue import Catalogue
from bot.grammar import from_options

_Name = TypeVar("_Name", CommandName, AdminName)
_HOLDING: Final = (OptionType.SUBCOMMAND, OptionType.GROUP)


class UnknownCommand(LookupError):
    """A command or an option that the bot does not have: it was registered by another version."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and the attachment that came along for its option `image`."""

    command: Command
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class FormWanted:
    """`create` without a prompt: a form opens. `values` are the options that were given, good for `from_options`."""

    values: Mapping[str, object]
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class AnimateWanted:
    """The entry in a message's menu: a form opens for a video of its first picture; None where it has none."""

    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class Typing:
    """What stands in an option while somebody types, and what the others hold."""

    command: CommandName
    option: str
    typed: str
    others: Mapping[str, object]


Reading = Asked | FormWanted | AnimateWanted | Admin | Problem


def read(data: Mapping[str, Any], catalogue: Catalogue) -> Reading:
    """What a command asks for, or the one thing to put right, as the text form has it. Raises `UnknownCommand`."""
    if data.get("type") == CommandType.MESSAGE:
        return AnimateWanted(first_picture(data["resolved"]["messages"][data["target_id"]]))
    words, options = _way(data)
    if words[0] == ADMINS:
        return Admin(_name(AdminName, words))
    return _read(_name(CommandName, words), options, data.get("resolved", {}), catalogue)


def read_typing(data: Mapping[str, Any]) -> Typing:
    """The data of an interaction that asks for suggestions. Raises `UnknownCommand`."""
    words, options = _way(data)
    focused = next(option for option in options if option.get("focused"))
    others = {option["name"]: option["value"] for option in options if option is not focused}
    return Typing(_name(CommandName, words), focused["name"], str(focused["value"]), others)


def _read(
    name: CommandName, options: Sequence[Mapping[str, Any]], resolved: Mapping[str, Any], catalogue: Catalogue
) -> Asked | FormWanted | Problem:
    values = {option["name"]: option["value"] for option in options}
    unknown = values.keys() - {option.name for option in command_spec(name).options}
    if unknown:
        raise UnknownCommand(f"{name} {min(unknown)}")
    upload = values.pop("image", None)
    attachment = None if upload is None else to_attachment(resolved["attachments"][upload])
    command = from_options(name, values, catalogue)
    if not isinstance(command, Problem):
        return Asked(command, attachment)
    if command.kind is ProblemKind.NO_PROMPT and name is CommandName.CREATE:
        return FormWanted(values, attachment)
    return command


def _way(data: Mapping[str, Any]) -> tuple[list[str], Sequence[Mapping[str, Any]]]:
    """The command's words, from its name down to the subcommand, and the options given there."""
    words: list[str] = [data["name"]]
    if words[0] not in (PEOPLE, ADMINS):
        raise UnknownCommand(words[0])
    options: Sequence[Mapping[str, Any]] = data.get("options", ())
    while options and options[0]["type"] in _HOLDING:
        words.append(options[0]["name"])
        options = options[0].get("options", ())
    return words, options


def _name(names: type[_Name], words: Sequence[str]) -> _Name:
    try:
        return names(" ".join(words[1:]))
    except ValueError:
        raise UnknownCommand(" ".join(words)) from None
