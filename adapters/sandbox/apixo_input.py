"""What APIXO accepts for Sora 2: the fields of both generations its pages document, and the errors of the rest.

Sources: apixo.ai/docs/models/video/sora-2 and …/sora-2-pro in their older wording (`classic`: 10 or 15 seconds, any
provider) and their newest (`official`: 4, 8 or 12 seconds, provider `official` alone, one image).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from adapters.sandbox.task import Order
from bot.domain.video import Size


class Generation(StrEnum):
    """One documented form of the input."""

    OFFICIAL = "official"
    CLASSIC = "classic"


@dataclass(eq=False)
class Invalid(Exception):
    """The request is not accepted: answered 400 with `message`, and `fail_code` where the documents have one."""

    message: str
    fail_code: str | None = None


MODELS: Final = ("sora-2", "sora-2-pro")
_SECONDS: Final = {Generation.OFFICIAL: (4, 8, 12), Generation.CLASSIC: (10, 15)}
_PROVIDERS: Final = {Generation.OFFICIAL: ("official",), Generation.CLASSIC: ("auto", "value", "official")}
_SHAPES: Final = {"landscape": Size(1280, 720), "portrait": Size(720, 1280)}
_PRO_SIZES: Final = {  # with an asterisk, not an x
    f"{width}*{height}": Size(width, height) for width, height in ((720, 1280), (1280, 720), (1024, 1792), (1792, 1024))
}
_PRO_RESOLUTIONS: Final = {"720p": Size(1280, 720), "1080p": Size(1920, 1080)}
_MODES: Final = ("text-to-video", "image-to-video")
_TOP: Final = {"request_type", "callback_url", "provider", "input"}


@dataclass(frozen=True, slots=True)
class Rules:
    """Which generations are accepted, and whether a callback address must be https, as the service demands."""

    generations: frozenset[Generation] = frozenset(Generation)
    https_only: bool = False


def to_order(model: str, body: Any, rules: Rules) -> Order:
    """The order a request body stands for. Raises `Invalid`."""
    top = _object(body, "body")
    _no_others(top, _TOP, "")
    source = _object(top.get("input"), "input")
    mode = _choice(source, "mode", _MODES)
    seconds = _seconds(source)
    generation = _generation(seconds, rules)
    _check_provider(top, generation)
    return Order(
        provider="apixo",
        model=model,
        prompt=_prompt(source, model, generation),
        seconds=seconds,
        size=_size(source, model, mode, generation),
        image_url=_image_url(source, mode),
        callback_url=_callback_url(top, rules),
    )


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if value is None:
        raise Invalid(f"Missing required field: {name}")
    if not isinstance(value, dict):
        raise Invalid(f"Invalid field: {name} must be an object")
    return value


def _no_others(source: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(source) - known):
        raise Invalid(f"Unknown field: {where}{unknown[0]}")


def _choice(source: Mapping[str, Any], name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = source.get(name, default)
    if value is None:
        raise Invalid(f"Missing required field: input.{name}")
    if not isinstance(value, str) or value not in allowed:
        raise Invalid(f"Invalid field: input.{name} must be one of {', '.join(allowed)}")
    return value


def _seconds(source: Mapping[str, Any]) -> int:
    value = source.get("duration")
    if value is None:
        raise Invalid("Missing required field: input.duration")
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid("Invalid field: input.duration must be a number")
    return value


def _generation(seconds: int, rules: Rules) -> Generation:
    """The two forms share no duration, so the duration tells which one a request is written in."""
    for generation in sorted(rules.generations, reverse=True):
        if seconds in _SECONDS[generation]:
            return generation
    allowed = sorted(length for generation in rules.generations for length in _SECONDS[generation])
    raise Invalid(f"Invalid field: input.duration must be one of {', '.join(map(str, allowed))}")


def _check_provider(top: Mapping[str, Any], generation: Generation) -> None:
    allowed = _PROVIDERS[generation]
    if top.get("provider", "auto") not in allowed:
        raise Invalid(f"Invalid field: provider must be one of {', '.join(allowed)}")


def _prompt(source: Mapping[str, Any], model: str, generation: Generation) -> str:
    prompt = source.get("prompt")
    if prompt is None or prompt == "":
        raise Invalid("Missing required field: input.prompt", "INVALID_PROMPT")
    if not isinstance(prompt, str):
        raise Invalid("Invalid field: input.prompt must be a string", "INVALID_PROMPT")
    limit = 5_000 if (model, generation) == ("sora-2-pro", Generation.OFFICIAL) else 10_000
    if len(prompt) > limit:
        raise Invalid(f"Invalid field: input.prompt must have at most {limit} characters", "PROMPT_TOO_LONG")
    return prompt


def _size(source: Mapping[str, Any], model: str, mode: str, generation: Generation) -> Size:
    fields = {"mode", "prompt", "duration", "image_urls"}
    if model == "sora-2":
        _no_others(source, fields | {"aspect_ratio", "remove_watermark"}, "input.")
        if not isinstance(source.get("remove_watermark", True), bool):
            raise Invalid("Invalid field: input.remove_watermark must be a boolean")
        return _SHAPES[_choice(source, "aspect_ratio", tuple(_SHAPES), "landscape")]
    if mode == "image-to-video" and generation is Generation.OFFICIAL:
        _no_others(source, fields | {"resolution"}, "input.")
        return _PRO_RESOLUTIONS[_choice(source, "resolution", tuple(_PRO_RESOLUTIONS))]
    _no_others(source, fields | {"size"}, "input.")
    return _PRO_SIZES[_choice(source, "size", tuple(_PRO_SIZES))]


def _image_url(source: Mapping[str, Any], mode: str) -> str:
    urls = source.get("image_urls")
    if mode == "text-to-video":
        if urls:
            raise Invalid("Invalid field: input.image_urls is for image-to-video")
        return ""
    if not isinstance(urls, list) or len(urls) != 1:
        raise Invalid("Invalid field: input.image_urls must hold exactly 1 URL", "INVALID_IMAGE_URL")
    if not _is_web_address(urls[0]):
        raise Invalid("Invalid field: input.image_urls must hold a public URL", "INVALID_IMAGE_URL")
    return str(urls[0])


def _callback_url(top: Mapping[str, Any], rules: Rules) -> str:
    kind = top.get("request_type", "async")
    if kind not in ("async", "callback"):
        raise Invalid("Invalid field: request_type must be one of async, callback")
    if kind == "async":
        return ""
    url = top.get("callback_url")
    if not url:
        raise Invalid("Missing required field: callback_url")
    if not _is_web_address(url) or (rules.https_only and not url.startswith("https://")):
        raise Invalid("Invalid field: callback_url must be a public HTTPS URL")
    return str(url)


def _is_web_address(value: Any) -> bool:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
