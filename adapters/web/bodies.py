"""Reads request bodies: bounded, of the expected type, and checked field by field."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from adapters.web.refusal import Refusal
from bot.texts import page_answers, pages

MOST_JSON: Final = 64 * 1024
MOST_TEXT: Final = 8000
READ_TIMEOUT: Final = 60.0

_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")


async def read_bounded(request: web.Request, limit: int, sentence: str) -> bytes:
    """The whole body, or a `Refusal` with 413 as soon as it is over the limit."""
    if (request.content_length or 0) > limit:
        raise Refusal(413, sentence)
    body = bytearray()
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            async for chunk in request.content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > limit:
                    raise Refusal(413, sentence)
    except (TimeoutError, web.RequestPayloadError):
        raise Refusal(408, pages.page_trouble()) from None
    return bytes(body)


async def read_json(request: web.Request) -> Mapping[str, Any]:
    """A JSON object. Any other content type is refused: a form on another website can send those."""
    if request.content_type != "application/json":
        raise Refusal(415, page_answers.page_not_understood("application/json"))
    body = await read_bounded(request, MOST_JSON, page_answers.page_too_large())
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise _unclear("JSON") from None
    if not isinstance(value, dict):
        raise _unclear("JSON")
    return value


def text_field(body: Mapping[str, Any], name: str, *, limit: int = MOST_TEXT, may_be_empty: bool = False) -> str:
    """A text of bounded length, without surrounding space and without characters no storage takes."""
    value = body.get(name, "" if may_be_empty else None)
    if not isinstance(value, str) or len(value) > limit:
        raise _unclear(name)
    clean = value.replace("\0", "").encode(errors="ignore").decode().strip()
    if not clean and not may_be_empty:
        raise _unclear(name)
    return clean


def number_field(body: Mapping[str, Any], name: str, *, least: int, most: int) -> int | None:
    """A whole number, or None where it is left out."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _unclear(name)
    return value


def client_id_field(body: Mapping[str, Any]) -> str:
    """The page's own id of what a person did: a retry carries the same."""
    return matching_field(body, "client_id", _CLIENT_ID)


def matching_field(body: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    """A text of exactly this form."""
    value = body.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _unclear(name)
    return value


def _unclear(what: str) -> Refusal:
    return Refusal(400, page_answers.page_not_understood(what))
