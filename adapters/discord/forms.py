"""The forms: what they ask, and what was filled in.

A form is read from the interaction itself, so one that was opened before a restart can still be sent off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import discord

from adapters.discord.pictures import Attachment, to_attachment
from adapters.discord.views import still
from bot import texts
from bot.grammar import compose_prompt

LONGEST: Final = 4000
"""Characters that Discord's text fields take at most."""


class FormKind(StrEnum):
    """What a form is for, as its id tells. `BEGUN`: a new video, with options that were given before it opened."""

    CREATE = "create"
    BEGUN = "begun"
    REMIX = "remix"
    ANIMATE = "animate"
    START = "start"


_ID: Final = re.compile(rf"sora:form:({'|'.join(FormKind)}):([0-9a-z]+)")
_PARTS: Final = ("shot", "subject", "action", "surroundings")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent off. `about` is the id of the job it goes on from, or the name of its draft."""

    kind: FormKind
    about: str
    values: Mapping[str, str] = field(default_factory=dict)
    picture: Attachment | None = None

    @property
    def parts(self) -> Mapping[str, str]:
        """The parts of a prompt."""
        return {part: self.values.get(part, "") for part in _PARTS}

    @property
    def words(self) -> str:
        """The prompt, as it was written or out of its parts."""
        return self.values.get("prompt") or compose_prompt(**self.parts)


def create_form(draft: str, *, is_bare: bool) -> discord.ui.Modal:
    """The parts of a prompt, and a picture. `is_bare`: it needs no draft, since nothing was given before."""
    kind = FormKind.CREATE if is_bare else FormKind.BEGUN
    form = _form(f"{kind}:{draft}", texts.form_title())
    for part in _PARTS:
        words = texts.form_part(part)
        is_long = part in ("action", "surroundings")
        form.add_item(
            _field(part, words.label, words.example, is_long=is_long, required=part == "subject", longest=900)
        )
    upload = discord.ui.FileUpload[discord.ui.Modal](custom_id="image", required=False, max_values=1)
    words = texts.form_part("image")
    form.add_item(discord.ui.Label(text=words.label, description=words.example, component=upload))
    return form


def remix_form(job_id: str, prompt: str) -> discord.ui.Modal:
    """The prompt of a video, to be changed."""
    return _prompt_form(f"remix:{job_id}", texts.remix_title(), prompt)


def start_form(job_id: str, prompt: str) -> discord.ui.Modal:
    """The same for a video that begins where this one ends."""
    return _prompt_form(f"start:{job_id}", texts.start_title(), prompt)


def _prompt_form(state: str, title: str, prompt: str) -> discord.ui.Modal:
    form = _form(state, title)
    words = texts.form_part("prompt")
    form.add_item(_field("prompt", words.label, words.example, is_long=True, value=prompt[:LONGEST]))
    return form


def animate_form(draft: str) -> discord.ui.Modal:
    """What a picture should do."""
    form = _form(f"animate:{draft}", texts.animate_title())
    for part in ("prompt", "size", "seconds"):
        words = texts.form_part(part)
        is_prompt = part == "prompt"
        form.add_item(_field(part, words.label, words.example, is_long=is_prompt, required=is_prompt))
    return form


def read_form(data: Mapping[str, Any]) -> Filled | None:
    """What a MODAL_SUBMIT interaction holds; None for a form of another time."""
    known = _ID.fullmatch(str(data.get("custom_id", "")))
    if known is None:
        return None
    kind, about = known.groups()
    values: dict[str, str] = {}
    pictures: list[Attachment] = []
    attachments = data.get("resolved", {}).get("attachments", {})
    for component in _fields(data.get("components", ())):
        name = str(component.get("custom_id", ""))
        if "value" in component:
            values[name] = str(component["value"])
        pictures += [to_attachment(attachments[key]) for key in component.get("values", ()) if key in attachments]
    return Filled(FormKind(kind), about, values, pictures[0] if pictures else None)


def words_in(data: Mapping[str, Any]) -> str:
    """All that was written into a form, whatever form it was."""
    values = (str(component.get("value", "")).strip() for component in _fields(data.get("components", ())))
    return "\n".join(filter(None, values))


def _fields(components: Any) -> list[Mapping[str, Any]]:
    """The filled-in parts, out of the labels around them."""
    return [component.get("component", component) for component in components]


def _form(state: str, title: str) -> discord.ui.Modal:
    return still(discord.ui.Modal(title=title, custom_id=f"sora:form:{state}"))


def _field(
    name: str,
    label: str,
    example: str,
    *,
    is_long: bool,
    required: bool = True,
    value: str | None = None,
    longest: int = LONGEST,
) -> discord.ui.Label[discord.ui.Modal]:
    style = discord.TextStyle.paragraph if is_long else discord.TextStyle.short
    entry = discord.ui.TextInput[discord.ui.Modal](
        custom_id=name, style=style, placeholder=example, required=required, default=value, max_length=longest
    )
    return discord.ui.Label(text=label, component=entry)
