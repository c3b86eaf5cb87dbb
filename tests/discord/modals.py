"""Forms: what a person sees of one, and what they send when they have filled it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.discord.components import SELECTS, Json, Kind, Option, walk
from tests.discord.errors import Impossible
from tests.discord.files import Upload
from tests.discord.options import Resolved

if TYPE_CHECKING:
    from tests.discord.interactions import Interaction


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in."""

    label: str
    description: str | None
    body: Json

    @property
    def kind(self) -> Kind:
        return Kind(self.body["type"])

    @property
    def custom_id(self) -> str:
        return str(self.body["custom_id"])

    @property
    def is_required(self) -> bool:
        return bool(self.body.get("required", True))

    @property
    def value(self) -> str:
        """What is written there before the person writes."""
        return self.body.get("value") or ""

    @property
    def placeholder(self) -> str | None:
        return self.body.get("placeholder")

    @property
    def options(self) -> list[Option]:
        return [Option.of(option) for option in self.body.get("options") or []]

    def is_called(self, name: str) -> bool:
        return name in (self.label, self.custom_id)


@dataclass(frozen=True, slots=True)
class Modal:
    """A form as it stands open before a person."""

    body: Json
    opened_by: Interaction

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def custom_id(self) -> str:
        return str(self.body["custom_id"])

    @property
    def text(self) -> str:
        """The text between the fields."""
        return "\n".join(p.body["content"] for p in walk(self.body["components"]) if p.kind == Kind.TEXT_DISPLAY)

    @property
    def fields(self) -> list[Field]:
        found = []
        for top in self.body["components"]:
            if top["type"] == Kind.LABEL:
                found.append(Field(top["label"], top.get("description"), top["component"]))
            elif top["type"] == Kind.ACTION_ROW:
                found += [Field(inner.get("label") or "", None, inner) for inner in top["components"]]
        return found

    def field(self, label_or_custom_id: str) -> Field:
        for field in self.fields:
            if field.is_called(label_or_custom_id):
                return field
        raise Impossible(f"no field {label_or_custom_id!r}, only {[field.label for field in self.fields]}")


def submitted(modal: Modal, written: Mapping[str, object], resolved: Resolved) -> list[Json]:
    """Make the components of what the person sends, or say what the form does not take."""
    given = {modal.field(name).custom_id: value for name, value in written.items()}

    def answer(body: Json, label: str) -> Json:
        field = Field(label, None, body)
        return _answer(field, given.get(field.custom_id), resolved)

    sent: list[Json] = []
    for top in modal.body["components"]:
        here = {"type": top["type"], "id": top.get("id", 0)}
        if top["type"] == Kind.LABEL:
            sent.append(here | {"component": answer(top["component"], top["label"])})
        elif top["type"] == Kind.ACTION_ROW:
            sent.append(here | {"components": [answer(inner, inner.get("label") or "") for inner in top["components"]]})
        else:
            sent.append(here)
    return sent


def _answer(field: Field, value: object, resolved: Resolved) -> Json:
    body = {"type": int(field.kind), "id": field.body.get("id", 0), "custom_id": field.custom_id}
    match field.kind:
        case Kind.TEXT_INPUT:
            return body | {"value": _text(field, field.value if value is None else value)}
        case Kind.CHECKBOX:
            return body | {"value": bool(field.body.get("default")) if value is None else bool(value)}
        case Kind.RADIO_GROUP:
            chosen = _values(field, value, resolved, most=1)
            return body | {"value": chosen[0] if chosen else None}
        case _:
            default_most = 1 if field.kind in SELECTS or field.kind is Kind.FILE_UPLOAD else len(field.options)
            return body | {"values": _values(field, value, resolved, most=field.body.get("max_values") or default_most)}


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise Impossible(f"{field.label!r} takes text, not {value!r}")
    least, most = field.body.get("min_length") or 0, field.body.get("max_length") or 4000
    if (field.is_required and not value) or (value and not least <= len(value) <= most):
        raise Impossible(
            f"{field.label!r} takes {max(least, int(field.is_required))} to {most} characters, not {len(value)}"
        )
    return value


def _values(field: Field, value: object, resolved: Resolved, *, most: int) -> list[str]:
    if value is None:
        given: list[object] = [option.value for option in field.options if option.default]
    else:
        given = list(value) if isinstance(value, Sequence) and not isinstance(value, str | Upload) else [value]
    wanted = field.body.get("min_values")
    least = (1 if wanted is None else wanted) if field.is_required or given else 0
    if not least <= len(given) <= most:
        raise Impossible(f"{field.label!r} takes {least} to {most}, not {len(given)}")
    return [_value(field, one, resolved) for one in given]


def _value(field: Field, one: object, resolved: Resolved) -> str:
    if (field.kind is Kind.FILE_UPLOAD) is not isinstance(one, Upload):
        raise Impossible(f"{field.label!r} does not take {one!r}")
    if not field.options:
        return resolved.add(one)
    for option in field.options:
        if one in (option.label, option.value):
            return option.value
    raise Impossible(f"{field.label!r} offers no {one!r}, only {[option.label for option in field.options]}")
