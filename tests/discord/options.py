"""What a person types behind a command, checked as the real client checks it, in the form the bot gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord.channels import Channel
from tests.discord.components import Json
from tests.discord.errors import Impossible
from tests.discord.files import Upload
from tests.discord.members import Role
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.people import Person

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
PYTHON: Final[dict[int, tuple[type, ...]]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
    ATTACHMENT: (Upload,),
}
LONGEST: Final = 6000


@dataclass(slots=True)
class Resolved:
    """The objects behind the ids in an interaction."""

    channel: Channel
    person: Person
    found: dict[str, dict[str, Json]] = field(default_factory=dict)

    def add(self, thing: object) -> str:
        """Note an object, and give its id."""
        match thing:
            case Upload():
                file = self.channel.world.files.keep(thing, self.channel.id, ephemeral=True)
                return self._note("attachments", file.id, file.payload)
            case Role():
                return self._note("roles", thing.id, thing.payload)
            case Channel():
                return self._note("channels", thing.id, thing.payload_for(self.person))
            case User():
                guild = self.channel.guild
                if guild is not None and thing.id in guild.members:
                    member = guild.members[thing.id].payload
                    may = {"permissions": str(int(self.channel.permissions_of(thing)))}
                    self._note("members", thing.id, member | may)
                return self._note("users", thing.id, thing.user_payload)
            case _:
                raise Impossible(f"{thing!r} is nothing that can be chosen")

    def _note(self, kind: str, of: int, payload: Json) -> str:
        self.found.setdefault(kind, {})[str(of)] = payload
        return str(of)


def fill_in(options: list[Json], given: Mapping[str, object], resolved: Resolved) -> list[Json]:
    """Make the options of an interaction, or say what is wrong with what was given."""
    known = {option["name"]: option for option in options}
    for name in given:
        if name not in known:
            raise Impossible(f"there is no option {name!r}, only {list(known)}")
    for option in options:
        if option.get("required") and option["name"] not in given:
            raise Impossible(f"{option['name']!r} must be given")
    return [_one(known[name], value, resolved) for name, value in given.items()]


def typing(
    options: list[Json], focused: str, value: str, others: Mapping[str, object], resolved: Resolved
) -> list[Json]:
    """Make the options while somebody is still typing one of them."""
    option = next((one for one in options if one["name"] == focused), None)
    if option is None or not option.get("autocomplete"):
        raise Impossible(f"nothing is suggested for {focused!r}")
    rest = [_one(one, others[one["name"]], resolved) for one in options if one["name"] in others]
    return [*rest, {"name": focused, "type": option["type"], "value": value, "focused": True}]


def _one(option: Json, value: object, resolved: Resolved) -> Json:
    kind, name = option["type"], option["name"]
    value = _chosen(option, value)
    if not isinstance(value, PYTHON[kind]) or (isinstance(value, bool) and kind != BOOLEAN):
        wanted = " or ".join(one.__name__ for one in PYTHON[kind])
        raise Impossible(f"{name!r} takes {wanted}, not {value!r}")
    if isinstance(value, str):
        _check_span(name, len(value), option.get("min_length"), option.get("max_length", LONGEST), "characters ")
    elif isinstance(value, int | float):
        _check_span(name, value, option.get("min_value"), option.get("max_value"), "")
    elif isinstance(value, Channel) and option.get("channel_types") and value.kind not in option["channel_types"]:
        raise Impossible(f"{name!r} takes no channel like {value}")
    plain: Any = value if isinstance(value, str | int | float) else resolved.add(value)
    return {"name": name, "type": kind, "value": plain}


def _chosen(option: Json, value: object) -> object:
    """Translate what a person sees of a choice into what is sent."""
    choices = option.get("choices") or []
    if not choices:
        return value
    for choice in choices:
        if value in (choice["name"], choice["value"], *(choice.get("name_localizations") or {}).values()):
            return choice["value"]
    raise Impossible(f"{option['name']!r} offers no {value!r}, only {[choice['name'] for choice in choices]}")


def _check_span(name: str, value: float, least: float | None, most: float | None, unit: str) -> None:
    if (least is not None and value < least) or (most is not None and value > most):
        raise Impossible(f"{name!r} takes {unit}from {least} to {most}, not {value}")
