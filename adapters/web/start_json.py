"""What the page needs to know when it opens, as JSON."""

from __future__ import annotations

from adapters.web.as_json import Json
from adapters.web.chat_log_port import ChatRoom
from bot.commands import COMMANDS, CommandSpec, Option, choices_for
from bot.commands.table import MAX_COUNT, MAX_SEED
from bot.domain.catalogue import Catalogue, Offer
from bot.domain.chat import Requester
from bot.domain.video import ImageRole

_NOT_HERE = frozenset({"private", "image"})
"""Options that this page's text line cannot give: everybody sees a conversation, and images come by the form."""


def commands_json(catalogue: Catalogue) -> list[Json]:
    """The command table, with the choices filled in."""
    return [_command_json(spec, catalogue) for spec in COMMANDS]


def catalogue_json(catalogue: Catalogue) -> Json:
    """The models for the form, the preferred one first; lengths in seconds, prices in millionths of a dollar."""
    first = [catalogue.for_model(model)[0] for model in catalogue.models()]
    return {"models": [_model_json(offer) for offer in first], "max_count": MAX_COUNT, "max_seed": MAX_SEED}


def rooms_json(rooms: list[ChatRoom]) -> list[Json]:
    """The conversation list."""
    return [{"id": room.id, "title": room.title} for room in rooms]


def me_json(requester: Requester, *, is_signed_in: bool) -> Json:
    """Who the page belongs to; `can_rename` where people have names of their own."""
    return {"id": requester.user, "name": requester.name, "can_rename": is_signed_in, "can_sign_out": is_signed_in}


def _command_json(spec: CommandSpec, catalogue: Catalogue) -> Json:
    return {
        "name": spec.name.value,
        "description": spec.description,
        "aliases": list(spec.aliases),
        "options": [_option_json(option, catalogue) for option in spec.options if option.name not in _NOT_HERE],
    }


def _option_json(option: Option, catalogue: Catalogue) -> Json:
    choices = choices_for(option, catalogue)
    return {
        "name": option.name,
        "description": option.description,
        "kind": option.kind.value,
        "required": option.required,
        "choices": [{"label": choice.label, "value": choice.value} for choice in choices],
    }


def _model_json(offer: Offer) -> Json:
    return {
        "name": offer.model,
        "title": offer.title,
        "seconds": list(offer.seconds),
        "default_seconds": offer.default_seconds,
        "shapes": [
            {"aspect": shape.aspect, "tier": shape.tier, "word": shape.word, "width": size.width, "height": size.height}
            for shape, size in offer.shapes.items()
        ],
        "max_prompt": offer.max_prompt,
        "takes_image": ImageRole.FIRST_FRAME in offer.image_roles,
        "takes_seed": offer.takes_seed,
        "price": {"unit": offer.price.unit.value, "microusd": offer.price.microusd} if offer.price else None,
    }
