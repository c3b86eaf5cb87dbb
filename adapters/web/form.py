"""The page's form as a command, and as the text that shows it in the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from adapters.web.bodies import matching_field, number_field, text_field
from adapters.web.refusal import Refusal
from bot.commands import JOB_ID, Create, Remix, SizeWish
from bot.commands.table import MAX_COUNT, MAX_SEED
from bot.domain.job import JobId
from bot.domain.video import ModelName, Shape
from bot.texts import page_answers

_ASPECT: Final = re.compile(r"\d{1,2}:\d{1,2}")
_TIER: Final = re.compile(r"\d{3,4}[pk]|\dk")


def to_command(form: Mapping[str, Any]) -> Create | Remix:
    """The command of a form: shape `{prompt, size: {aspect, tier}, seconds, model, count, seed, remix_of, image_of}`.

    All but the prompt may be left out. Raises `Refusal`.
    """
    prompt = text_field(form, "prompt")
    size = _size(form.get("size"))
    seconds = number_field(form, "seconds", least=1, most=3600)
    count = number_field(form, "count", least=1, most=MAX_COUNT) or 1
    seed = number_field(form, "seed", least=0, most=MAX_SEED)
    model = ModelName(text_field(form, "model", limit=100)) if form.get("model") else None
    if form.get("remix_of") is None:
        image_of = JobId(matching_field(form, "image_of", JOB_ID)) if form.get("image_of") else None
        return Create(prompt=prompt, size=size, seconds=seconds, count=count, seed=seed, model=model, image_of=image_of)
    job_id = JobId(matching_field(form, "remix_of", JOB_ID))
    return Remix(job_id=job_id, prompt=prompt, size=size, seconds=seconds, count=count, seed=seed, model=model)


def as_text(command: Create | Remix) -> str:
    """What a person would have typed for it."""
    head = f"/sora remix {command.job_id}" if isinstance(command, Remix) else "/sora create"
    size = command.size
    shape = str(Shape(size.aspect, size.tier)).split() if size and size.aspect and size.tier else []
    wishes = {
        "seconds": command.seconds,
        "model": command.model,
        "count": command.count if command.count > 1 else None,
        "seed": command.seed,
        "image": command.image_of,
    }
    named = [f"{name}:{value}" for name, value in wishes.items() if value is not None]
    return " ".join([head, command.prompt, *shape, *named])


def _size(value: Any) -> SizeWish | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Refusal(400, page_answers.page_not_understood("size"))
    return SizeWish(aspect=matching_field(value, "aspect", _ASPECT), tier=matching_field(value, "tier", _TIER))
