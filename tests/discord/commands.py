"""Application commands as the bot has registered them (interactions/application-commands)."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord.components import Json
from tests.discord.errors import ApiError, Impossible, Problem, invalid, too_long

if TYPE_CHECKING:
    from tests.discord.guilds import Guild
    from tests.discord.world import World

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
NAME: Final = re.compile(r"[-_'\w]{1,32}")
MOST: Final = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
MOST_TEXT: Final = 8000


@dataclass(frozen=True, slots=True)
class Found:
    """A command that can be used: what is registered, and the subcommands on the way to its options."""

    body: Json
    path: tuple[Json, ...]

    @property
    def options(self) -> list[Json]:
        last = self.path[-1] if self.path else self.body
        return last.get("options") or []


@dataclass(eq=False)
class CommandBook:
    """What is registered for everybody (None) and for single guilds."""

    world: World
    registered: dict[int | None, list[Json]] = field(default_factory=dict)

    def listed(self, guild: int | None) -> list[Json]:
        return self.registered.setdefault(guild, [])

    def overwrite(self, bodies: list[Json], guild: int | None) -> list[Json]:
        """Replace all commands; one whose name and type were there keeps its id."""
        made = [self._made(body, guild, f"{index}.") for index, body in enumerate(bodies)]
        for kind, most in MOST.items():
            if sum(body["type"] == kind for body in made) > most:
                raise invalid("", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        if len({(body["name"], body["type"]) for body in made}) < len(made):
            raise invalid("", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        self.registered[guild] = made
        self.world.bell.ring()
        return made

    def add(self, body: Json, guild: int | None) -> Json:
        made = self._made(body, guild, "")
        others = [one for one in self.listed(guild) if one["id"] != made["id"]]
        self.registered[guild] = [*others, made]
        return made

    def get(self, command_id: str, guild: int | None) -> Json:
        for body in self.listed(guild):
            if body["id"] == command_id:
                return body
        raise ApiError(Problem.UNKNOWN_COMMAND)

    def delete(self, command_id: str, guild: int | None) -> None:
        self.listed(guild).remove(self.get(command_id, guild))

    def find(self, words: str, guild: Guild | None, kind: int = CHAT_INPUT) -> Found:
        """Find a command by its full name, or say why there is none: `sora create`, or a menu's whole name."""
        first, *rest = words.split() if kind == CHAT_INPUT else [words]
        everywhere = [*self.listed(None), *(self.listed(guild.id) if guild else [])]
        # A guild's own command stands before the global one of the same name.
        for body in reversed(everywhere):
            if body["name"] == first and body["type"] == kind:
                return Found(body, _path(body, rest))
        raise Impossible(f"the bot has not registered {words!r}, only {[body['name'] for body in everywhere]}")

    def _made(self, body: Json, guild: int | None, place: str) -> Json:
        kind = body.get("type") or CHAT_INPUT
        _check_command(body, kind, place)
        old = next((one for one in self.listed(guild) if (one["name"], one["type"]) == (body["name"], kind)), None)
        permissions = body.get("default_member_permissions")
        made: dict[str, Any] = {
            "id": old["id"] if old else str(self.world.ids.next()),
            "application_id": str(self.world.application_id),
            "version": str(self.world.ids.next()),
            "default_member_permissions": None if permissions is None else str(permissions),
            "type": kind,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "dm_permission": body.get("dm_permission", True),
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        if body.get("options"):
            made["options"] = copy.deepcopy(body["options"])
        return made if guild is None else made | {"guild_id": str(guild)}


def _path(body: Json, words: list[str]) -> tuple[Json, ...]:
    path: list[Json] = []
    here = body
    for word in words:
        inside = [option for option in here.get("options") or [] if option["type"] in {SUBCOMMAND, GROUP}]
        here = next((option for option in inside if option["name"] == word), {})
        if not here:
            raise Impossible(f"/{body['name']} has no {word!r}, only {[option['name'] for option in inside]}")
        path.append(here)
    if any(option["type"] in {SUBCOMMAND, GROUP} for option in here.get("options") or []):
        raise Impossible(f"/{' '.join([body['name'], *words])} is only the beginning of commands")
    return tuple(path)


def _check_command(body: Json, kind: int, place: str) -> None:
    name = body.get("name") or ""
    if kind == CHAT_INPUT:
        _check_name(name, f"{place}name")
        _check_text(body.get("description"), f"{place}description")
        _check_options(body.get("options") or [], f"{place}options")
    elif not 1 <= len(name) <= 32 or body.get("description"):
        raise invalid(f"{place}name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.")
    if _length(body) > MOST_TEXT:
        raise invalid(place.rstrip("."), "APPLICATION_COMMAND_TOO_LARGE", f"Must be {MOST_TEXT} or fewer in length.")


def _check_options(options: list[Json], place: str) -> None:
    if len(options) > 25:
        raise too_long(place, 25)
    if len({option.get("name") for option in options}) < len(options):
        raise invalid(place, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
    must = [bool(option.get("required")) for option in options]
    if must != sorted(must, reverse=True):
        message = "Required options must be placed before non-required options"
        raise invalid(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    for index, option in enumerate(options):
        here = f"{place}.{index}"
        _check_name(option.get("name") or "", f"{here}.name")
        _check_text(option.get("description"), f"{here}.description")
        _check_options(option.get("options") or [], f"{here}.options")
        choices = option.get("choices") or []
        if len(choices) > 25:
            raise too_long(f"{here}.choices", 25)
        if choices and option.get("autocomplete"):
            raise invalid(
                here, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Choices and autocomplete exclude each other"
            )
        for number, choice in enumerate(choices):
            _check_text(choice.get("name"), f"{here}.choices.{number}.name")


def _check_name(name: str, place: str) -> None:
    if not NAME.fullmatch(name) or name != name.lower():
        raise invalid(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_text(text: str | None, place: str) -> None:
    if not 1 <= len(text or "") <= 100:
        raise invalid(place, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _length(body: Json) -> int:
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in body.get("choices") or [])
    own = len(body.get("name") or "") + len(body.get("description") or "")
    return own + choices + sum(_length(option) for option in body.get("options") or [])
