"""The forms: what they ask. All that a form must remember is in the form itself, so a restart loses none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from adapters.slack.blocks import limits
from adapters.slack.blocks.fields import choice_field, picture_field, place_field, private_field, text_field
from adapters.slack.blocks.limits import VIEW_BLOCKS, within_limits
from adapters.slack.blocks.pictures import Picture
from adapters.slack.blocks.rich import Json, label, plain
from adapters.slack.blocks.spreading import PROMPT, field_name, spread
from bot import texts
from bot.commands import Choice, CommandName, choices_for, command_spec
from bot.commands.table import MAX_COUNT
from bot.domain.catalogue import Catalogue

PARTS: Final = ("shot", "subject", "action", "surroundings")
IMAGE: Final = "image"
PLACE: Final = "place"
PRIVATE: Final = "private"

_PART: Final = 900
_SHORT: Final = ("shot", "subject")


class FormKind(StrEnum):
    """What a form is for. `START`: a video that begins with the last picture of another."""

    CREATE = "create"
    REMIX = "remix"
    START = "start"
    ANIMATE = "animate"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """What a form carries: the job or the picture that it goes on from, and the place where it was opened.

    `joints` are the blanks between the pieces of a long prompt.
    """

    kind: FormKind
    job_id: str = ""
    channel: str = ""
    thread: str = ""
    picture: Picture | None = None
    joints: tuple[str, ...] = ()

    def to_json(self) -> str:
        """For a view's `private_metadata`."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> FormState | None:
        """The state out of a view; None where another version wrote it."""
        try:
            values = json.loads(text)
            picture = Picture(**values["picture"]) if "picture" in values else None
            kind, joints = FormKind(values["kind"]), tuple(values.get("joints", ()))
            return cls(**{**values, "kind": kind, "picture": picture, "joints": joints})
        except (ValueError, TypeError, KeyError):
            return None


OPTIONS: Final[Mapping[FormKind, tuple[str, ...]]] = MappingProxyType(
    {
        FormKind.CREATE: ("size", "seconds", "model", "count"),
        FormKind.REMIX: ("size", "seconds", "model"),
        FormKind.START: ("size", "seconds", "model"),
        FormKind.ANIMATE: ("size", "seconds"),
    }
)
"""What can be chosen in a form, beside its prompt."""

GOES_ON: Final = (FormKind.REMIX, FormKind.START)
"""Forms of which another version of a video comes."""

_TITLES: Final = {
    FormKind.CREATE: texts.form_title,
    FormKind.REMIX: texts.remix_title,
    FormKind.START: texts.start_title,
    FormKind.ANIMATE: texts.animate_title,
}


def form_view(state: FormState, catalogue: Catalogue, *, prompt: str = "") -> Json:
    """The form as a modal. `prompt` stands in it already; however long it is, nothing of it is lost."""
    pieces, joints = spread(prompt)
    whole = replace(state, joints=joints)
    blocks = [*_prompt(state.kind, pieces), *_wishes(state.kind, catalogue), *_place(state)]
    return modal(
        callback_id(state.kind),
        _TITLES[state.kind](),
        blocks,
        submit=texts.form_send(),
        close=texts.form_close(),
        metadata=whole.to_json(),
    )


def callback_id(kind: FormKind) -> str:
    """What a form is told apart by when it is sent off."""
    return f"sora:{kind.value}"


def modal(name: str, title: str, blocks: list[Json], *, submit: str, close: str, metadata: str = "") -> Json:
    """A modal with a title and one or two buttons; without words, `submit` is not there."""
    assert len(metadata) <= limits.METADATA, f"{len(metadata)} characters of metadata"
    view: Json = {
        "type": "modal",
        "callback_id": name,
        "title": label(title, limits.TITLE),
        "close": label(close, limits.TITLE),
        "private_metadata": metadata,
        "blocks": within_limits(blocks, most=VIEW_BLOCKS),
    }
    return {**view, "submit": label(submit, limits.TITLE)} if submit else view


def _prompt(kind: FormKind, pieces: list[str]) -> Iterator[Json]:
    """The prompt, and for a new video its parts instead of it."""
    first = texts.form_part("idea" if kind is FormKind.CREATE else PROMPT)
    required = kind is not FormKind.CREATE and len(pieces) == 1
    for place, piece in enumerate(pieces):
        words = texts.form_part("more") if place else first
        yield text_field(field_name(place), words, value=piece, required=required)
    if kind is FormKind.CREATE:
        yield {"type": "context", "elements": [plain(texts.form_in_parts(), limits.SECTION)]}
        for part in PARTS:
            yield text_field(part, texts.form_part(part), is_long=part not in _SHORT, longest=_PART)
        yield {"type": "divider"}


def _wishes(kind: FormKind, catalogue: Catalogue) -> Iterator[Json]:
    """What can be chosen, as far as there is a choice."""
    usual = texts.form_as_it_was() if kind in GOES_ON else texts.form_usual()
    for option in command_spec(CommandName.CREATE).options:
        if option.name in OPTIONS[kind]:
            choices = _counts() if option.name == "count" else choices_for(option, catalogue)
            if choices:
                yield choice_field(option.name, texts.form_part(option.name), choices, usual=usual)
    if kind is FormKind.CREATE:
        yield picture_field(IMAGE, texts.form_part(IMAGE))


def _counts() -> tuple[Choice, ...]:
    return tuple(Choice(texts.count_of(count, "video"), str(count)) for count in range(1, MAX_COUNT + 1))


def _place(state: FormState) -> Iterator[Json]:
    """Where a new video goes; others go where the form was opened."""
    if state.kind is FormKind.CREATE:
        yield place_field(PLACE, texts.form_part(PLACE), is_here=bool(state.channel))
        yield private_field(PRIVATE, texts.form_part(PRIVATE))
