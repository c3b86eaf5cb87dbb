"""The limits of components in messages and modals (components/reference), as errors that name the field."""

from __future__ import annotations

from typing import Final

from tests.discord.components import SELECTS, Json, Kind, Placed, media_of, walk
from tests.discord.errors import invalid, too_long

MOST_COMPONENTS: Final = 40
MOST_TEXT: Final = 4000
MOST_ROWS: Final = 5
OLD_STYLE: Final = SELECTS | {Kind.ACTION_ROW, Kind.BUTTON}
IN_MESSAGES: Final = OLD_STYLE | {
    Kind.SECTION, Kind.TEXT_DISPLAY, Kind.THUMBNAIL, Kind.MEDIA_GALLERY, Kind.FILE, Kind.SEPARATOR, Kind.CONTAINER,
}  # fmt: skip
IN_LABELS: Final = SELECTS | {
    Kind.TEXT_INPUT, Kind.FILE_UPLOAD, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX,
}  # fmt: skip
LINKS: Final = frozenset({"http", "https", "discord"})
MEDIA: Final = frozenset({"http", "https", "attachment"})
# What may stand where: the type of the parent, None for the top of a message.
TOP: Final = frozenset(
    {Kind.ACTION_ROW, Kind.SECTION, Kind.TEXT_DISPLAY, Kind.MEDIA_GALLERY, Kind.FILE, Kind.SEPARATOR, Kind.CONTAINER}
)
CHILDREN: Final[dict[int | None, frozenset[int]]] = {
    None: TOP,
    Kind.CONTAINER: TOP - {Kind.CONTAINER},
    Kind.ACTION_ROW: SELECTS | {Kind.BUTTON},
    Kind.SECTION: frozenset({Kind.TEXT_DISPLAY, Kind.THUMBNAIL, Kind.BUTTON}),
}


def check_message_components(components: list[Json], *, layout: bool) -> None:
    """Refuse components a message cannot have; `layout` says that it is made of Components V2."""
    placed = list(walk(components))
    if len(placed) > MOST_COMPONENTS:
        raise invalid("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"Must be {MOST_COMPONENTS} or fewer.")
    if not layout and len(components) > MOST_ROWS:
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST_ROWS} in length.")
    allowed = IN_MESSAGES if layout else OLD_STYLE
    for component in placed:
        if component.kind not in allowed:
            known = sorted(int(kind) for kind in allowed)
            raise invalid(f"{component.place}.type", "UNION_TYPE_CHOICES", f"Value of field must be one of {known}.")
        _check_place(component)
        _check_one(component)
        for media in media_of(component.body):
            _check_scheme(f"{component.place}.media.url", media["url"], MEDIA)
    _check_ids(placed)
    text = sum(len(component.body["content"]) for component in placed if component.kind == Kind.TEXT_DISPLAY)
    if text > MOST_TEXT:
        raise invalid(
            "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", f"Must be {MOST_TEXT} or fewer in length."
        )


def check_modal(data: Json) -> None:
    """Refuse a form that Discord would not open."""
    _check_length("title", data.get("title"), 45, least=1)
    _check_length("custom_id", data.get("custom_id"), 100, least=1)
    components = data.get("components") or []
    if not 1 <= len(components) <= 5:
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    placed = list(walk(components))
    for component in placed:
        match component.kind:
            case Kind.LABEL:
                _check_length(f"{component.place}.label", component.body.get("label"), 45, least=1)
                _check_length(f"{component.place}.description", component.body.get("description"), 100)
                if component.body.get("component", {}).get("type") not in IN_LABELS:
                    raise invalid(f"{component.place}.component.type", "UNION_TYPE_CHOICES", "Not allowed in a label.")
            case Kind.ACTION_ROW | Kind.TEXT_DISPLAY:
                pass
            case kind if kind in IN_LABELS and component.within is not None:
                _check_field(component)
            case _:
                raise invalid(f"{component.place}.type", "UNION_TYPE_CHOICES", "Not allowed in a modal.")
    _check_ids(placed)


def _check_place(component: Placed) -> None:
    parent = None if component.within is None else component.within.kind
    if component.kind not in CHILDREN.get(parent, frozenset()):
        raise invalid(f"{component.place}.type", "UNION_TYPE_CHOICES", f"Type {component.kind} cannot stand here.")


def _check_one(component: Placed) -> None:
    body, place = component.body, component.place
    match component.kind:
        case Kind.ACTION_ROW:
            inside = body.get("components") or []
            selects = sum(child.get("type") in SELECTS for child in inside)
            if not 1 <= len(inside) <= 5 or (selects and len(inside) > 1):
                raise invalid(f"{place}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        case Kind.BUTTON:
            _check_button(component)
        case Kind.TEXT_DISPLAY:
            _check_length(f"{place}.content", body.get("content"), MOST_TEXT, least=1)
        case Kind.SECTION:
            if not 1 <= len(body.get("components") or []) <= 3 or not body.get("accessory"):
                raise invalid(f"{place}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
        case Kind.MEDIA_GALLERY:
            if not 1 <= len(body.get("items") or []) <= 10:
                raise invalid(f"{place}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
        case kind if kind in SELECTS:
            _check_field(component)


def _check_button(component: Placed) -> None:
    body, place = component.body, component.place
    _check_length(f"{place}.label", body.get("label"), 80)
    if body.get("style") == 5:
        _check_length(f"{place}.url", body.get("url"), 512, least=1)
        _check_scheme(f"{place}.url", body["url"], LINKS)
        return
    _check_length(f"{place}.custom_id", body.get("custom_id"), 100, least=1)
    if not body.get("label") and not body.get("emoji"):
        raise invalid(place, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji.")


def _check_field(component: Placed) -> None:
    body, place = component.body, component.place
    _check_length(f"{place}.custom_id", body.get("custom_id"), 100, least=1)
    _check_length(f"{place}.placeholder", body.get("placeholder"), 100 if component.kind == Kind.TEXT_INPUT else 150)
    options = body.get("options")
    if component.kind == Kind.STRING_SELECT and not 1 <= len(options or []) <= 25:
        raise invalid(f"{place}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for index, option in enumerate(options or []):
        for name in ("label", "value", "description"):
            _check_length(f"{place}.options.{index}.{name}", option.get(name), 100)
    if len({option["value"] for option in options or []}) < len(options or []):
        raise invalid(
            f"{place}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified value is duplicated."
        )


def _check_ids(placed: list[Placed]) -> None:
    seen: set[str] = set()
    for component in placed:
        custom_id = component.body.get("custom_id")
        if custom_id is not None and custom_id in seen:
            place = f"{component.place}.custom_id"
            raise invalid(place, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated.")
        seen.add(custom_id or "")


def _check_scheme(place: str, url: str, schemes: frozenset[str]) -> None:
    if url.partition("://")[0] not in schemes:
        raise invalid(place, "URL_TYPE_INVALID_SCHEME", f"Scheme must be one of {sorted(schemes)}.")


def _check_length(place: str, text: str | None, most: int, *, least: int = 0) -> None:
    if least and not text:
        raise invalid(place, "BASE_TYPE_REQUIRED", "This field is required.")
    if text is not None and len(text) > most:
        raise too_long(place, most)
