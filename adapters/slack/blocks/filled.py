"""What was filled into a form, out of the payload of a `view_submission`.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.blocks.fields import USUAL
from adapters.slack.blocks.forms import GOES_ON, IMAGE, OPTIONS, PARTS, PLACE, PRIVATE, FormKind, FormState, callback_id
from adapters.slack.blocks.pictures import Picture, to_picture
from adapters.slack.blocks.spreading import PROMPT, joined
from bot.commands import Problem
from bot.grammar import compose_prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that was sent off. `written` is what stands in its fields, by their names.

    `pictures` were uploaded; the one a form was opened for is in its `state`. `place` is the chosen channel.
    """

    state: FormState
    written: Mapping[str, str] = field(default_factory=dict, repr=False)  # prompts are in no log
    pictures: tuple[Picture, ...] = ()
    place: str | None = None
    is_private: bool = False

    @property
    def kind(self) -> FormKind:
        """What the form is for."""
        return self.state.kind

    @property
    def parts(self) -> Mapping[str, str]:
        """The parts of a prompt."""
        return {part: self.written.get(part, "") for part in PARTS}

    @property
    def words(self) -> str:
        """The prompt as it was written, and what its parts make."""
        whole = joined(self.written, self.state.joints)
        return "\n".join(filter(str.strip, (whole, compose_prompt(**self.parts))))

    @property
    def picture(self) -> Picture | None:
        """The picture that the video starts from: the uploaded one, or the one the form was opened for."""
        return self.pictures[0] if self.pictures else self.state.picture

    @property
    def values(self) -> Mapping[str, str]:
        """All of it as options, good for `bot.grammar.from_options`."""
        chosen = {name: self.written[name] for name in OPTIONS[self.kind] if self.written.get(name, USUAL) != USUAL}
        job = {"job": self.state.job_id} if self.kind in GOES_ON else {}
        image = {IMAGE: self.state.job_id} if self.kind is FormKind.START else {}
        return {PROMPT: self.words, **chosen, **job, **image, **({PRIVATE: "yes"} if self.is_private else {})}


def read_form(view: Mapping[str, Any]) -> Filled | None:
    """What a form holds; None for a form of another version, of which `words_in` is left."""
    state = FormState.from_json(str(view.get("private_metadata", "")))
    if state is None or view.get("callback_id") != callback_id(state.kind):
        return None
    fields = dict(_fields(view))
    place = fields.get(PLACE, {}).get("selected_conversation")
    return Filled(
        state=state,
        written={name: text for name, entry in fields.items() if (text := _text(entry))},
        pictures=tuple(to_picture(file) for file in fields.get(IMAGE, {}).get("files") or ()),
        place=place or None,
        is_private=bool(fields.get(PRIVATE, {}).get("selected_options")),
    )


def words_in(view: Mapping[str, Any]) -> str:
    """All that was written into a form, whatever form it was."""
    return "\n".join(filter(str.strip, (str(entry.get("value") or "") for _, entry in _fields(view))))


def field_of(problem: Problem, kind: FormKind = FormKind.CREATE) -> str:
    """The field at which to say what is wrong; at the prompt where no field is to blame."""
    has_field = problem.option in OPTIONS[kind] or (problem.option == IMAGE and kind is FormKind.CREATE)
    return problem.option if has_field else PROMPT


def _fields(view: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each field's name and what is in it."""
    for name, elements in (view.get("state") or {}).get("values", {}).items():
        yield from ((name, entry) for entry in elements.values())


def _text(entry: Mapping[str, Any]) -> str:
    """What was written or chosen; empty where nothing was."""
    return str(entry.get("value") or (entry.get("selected_option") or {}).get("value") or "")
