"""Application commands as the bot has registered them (interactions/application-commands)."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.discord.command_rules import CHAT_INPUT, check_command, check_number
from tests.discord.components import Json
from tests.discord.errors import ApiError, Impossible, Problem

if TYPE_CHECKING:
    from tests.discord.guilds import Guild
    from tests.discord.world import World

SUBCOMMAND, GROUP = 1, 2


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
    by_guild: dict[int | None, list[Json]] = field(default_factory=dict)

    def listed(self, guild: int | None) -> list[Json]:
        return self.by_guild.setdefault(guild, [])

    def overwrite(self, bodies: list[Json], guild: int | None) -> list[Json]:
        """Replace all commands; one whose name and type were there keeps its id."""
        made = [self._made(body, guild, f"{index}.") for index, body in enumerate(bodies)]
        check_number(made)
        self.by_guild[guild] = made
        self.world.bell.ring()
        return made

    def add(self, body: Json, guild: int | None) -> Json:
        """Register one more, or another in the place of what has its name."""
        made = self._made(body, guild, "")
        self._put(made, guild)
        return made

    def change(self, command_id: str, body: Json, guild: int | None) -> Json:
        """Change what was sent of a command, and leave the rest."""
        old = self.get(command_id, guild)
        made = self._made(old | body, guild, "") | {"id": command_id}
        self._put(made, guild)
        return made

    def _put(self, made: Json, guild: int | None) -> None:
        others = [one for one in self.listed(guild) if one["id"] != made["id"]]
        self.by_guild[guild] = [*others, made]
        self.world.bell.ring()

    def get(self, command_id: str, guild: int | None) -> Json:
        for body in self.listed(guild):
            if body["id"] == command_id:
                return body
        raise ApiError(Problem.UNKNOWN_COMMAND)

    def delete(self, command_id: str, guild: int | None) -> None:
        self.listed(guild).remove(self.get(command_id, guild))

    async def registered(self, words: str, guild: Guild | None = None, *, within: float = 5.0) -> Found:
        """Wait until the bot has registered a slash command."""

        def look() -> Found | None:
            try:
                return self.find(words, guild)
            except Impossible:
                return None

        return await self.world.bell.until(look, within=within, wanted=lambda: f"no /{words} was registered")

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
        check_command(body, kind, place)
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
