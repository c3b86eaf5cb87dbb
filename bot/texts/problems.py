"""What is wrong with a request, in a sentence that quotes it, names what could stand there, and what to do."""

from __future__ import annotations

from bot.commands import Problem, ProblemKind
from bot.domain.errors import BadImage
from bot.texts.amounts import any_of


def problem(found: Problem) -> str:
    """The sentence for one problem."""
    return " ".join(part for part in (_what(found), _allowed(found), _next(found)) if part)


def _what(found: Problem) -> str:
    return f"“{found.part}” does not fit here." if found.part else "Something is missing."


def _allowed(found: Problem) -> str:
    return f"Choose {any_of(found.allowed)}." if found.allowed else ""


def _next(found: Problem) -> str:
    if found.kind is ProblemKind.NO_PROMPT:
        return "Write what the video should show."
    return f"Did you mean {found.nearest}?" if found.nearest else ""


def bad_image(error: BadImage) -> str:
    """Why a reference image cannot be used, and what to send instead."""
    match error.problem:
        case "not_an_image":
            return "That file is not a picture the bot can read. Send a JPEG, PNG or WebP."
        case "too_large":
            return "That picture is larger than 10 MB. Send a smaller one."
        case "too_many_pixels":
            return "That picture has too many pixels. Scale it down and send it again."
        case "unsupported":
            return "The bot cannot use that kind of picture. Send a JPEG, PNG or WebP."
        case "unsupported_by_model":
            return (
                "This model does not take pictures. Leave the picture out, or pick another model: `models` lists them."
            )
        case "unreachable":
            return "The picture could not be fetched from that address. Check the link, or upload the picture instead."
        case "forbidden":
            return "The bot does not open addresses of that kind. Upload the picture instead."
        case _:
            return "The bot cannot use that picture. Try another one: a JPEG, PNG or WebP up to 10 MB."
