"""Components of messages and modals: walking through them, and what a person can use among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

Json = dict[str, Any]


class Kind(IntEnum):
    """Component types (components/reference)."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS: Final = frozenset(
    {Kind.STRING_SELECT, Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT}
)
UNSAID: Final[dict[int, Json]] = {
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
    Kind.FILE: {"name": "", "size": 0, "spoiler": False},
    Kind.THUMBNAIL: {"description": None, "spoiler": False},
    Kind.MEDIA_GALLERY: {"description": None, "spoiler": False},
    Kind.SEPARATOR: {"spacing": 1, "divider": True},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}
STYLES: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A component and where it stands in the body: `components.0.components.1`."""

    kind: int
    body: Json
    place: str
    within: Placed | None


def walk(components: list[Json], place: str = "components", within: Placed | None = None) -> Iterator[Placed]:
    """Go through all components, parents first, in the order a person reads them."""
    for index, body in enumerate(components):
        yield from _walk_one(body, f"{place}.{index}", within)


def _walk_one(body: Json, place: str, within: Placed | None) -> Iterator[Placed]:
    here = Placed(body.get("type", 0), body, place, within)
    yield here
    yield from walk(body.get("components") or [], f"{place}.components", here)
    for single in ("accessory", "component"):
        if isinstance(body.get(single), dict):
            yield from _walk_one(body[single], f"{place}.{single}", here)


def media_of(component: Json) -> Iterator[Json]:
    """The unfurled media items of one component, not of those within it."""
    match component.get("type"):
        case Kind.THUMBNAIL:
            yield component["media"]
        case Kind.FILE:
            yield component["file"]
        case Kind.MEDIA_GALLERY:
            for item in component["items"]:
                yield item["media"]


def completed(components: list[Json]) -> list[Json]:
    """Fill in what Discord adds: a number for each component that has none, and what was left unsaid."""
    taken = {placed.body.get("id") for placed in walk(components)}
    free = (number for number in range(1, 10_000) if number not in taken)
    for placed in walk(components):
        if not placed.body.get("id"):
            placed.body["id"] = next(free)
        for unsaid in (placed.body, *(placed.body.get("items") or [])):
            unsaid |= UNSAID.get(placed.kind, {}) | unsaid
    return components


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a person sees it."""

    label: str
    custom_id: str | None
    style: str
    disabled: bool
    url: str | None
    emoji: str | None

    @classmethod
    def of(cls, body: Json) -> Button:
        return cls(
            label=body.get("label") or "",
            custom_id=body.get("custom_id"),
            style=STYLES[body["style"]],
            disabled=bool(body.get("disabled")),
            url=body.get("url"),
            emoji=(body.get("emoji") or {}).get("name"),
        )


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select, a radio group or a group of checkboxes."""

    label: str
    value: str
    description: str | None
    default: bool

    @classmethod
    def of(cls, body: Json) -> Option:
        return cls(body["label"], body["value"], body.get("description"), bool(body.get("default")))


@dataclass(frozen=True, slots=True)
class Select:
    """A select as a person sees it."""

    kind: Kind
    custom_id: str
    placeholder: str | None
    options: tuple[Option, ...]
    min_values: int
    max_values: int
    disabled: bool

    @classmethod
    def of(cls, body: Json) -> Select:
        return cls(
            kind=Kind(body["type"]),
            custom_id=body["custom_id"],
            placeholder=body.get("placeholder"),
            options=tuple(Option.of(option) for option in body.get("options") or []),
            min_values=1 if body.get("min_values") is None else body["min_values"],
            max_values=body.get("max_values") or 1,
            disabled=bool(body.get("disabled")),
        )
