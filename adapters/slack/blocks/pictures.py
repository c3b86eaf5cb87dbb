"""Pictures in Slack's messages and forms: where they lie.

https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot import texts
from bot.domain.chat import Notice, refusal

_ADDRESS: Final = re.compile(r'https?://[^\s"<>\\]{1,2000}')


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of Slack's, behind an address that takes our token, or a picture from elsewhere on the web without an id.

    Without an address, only `files.info` tells more: so it is with files from other organisations.
    """

    id: str | None
    address: str | None


def first_picture(message: Mapping[str, Any]) -> Picture | None:
    """The first picture of a message or event: uploaded, in a message it shares, or shown from the web.

    A file of which nothing but the id is known counts only where there is no other.
    """
    found = list(_pictures(message))
    return next((picture for picture in found if picture.address is not None), found[0] if found else None)


def attached(message: Mapping[str, Any]) -> Picture | Notice | None:
    """The picture that somebody sends along with their words; what to tell them, where they sent another file, or many.

    Files that lie elsewhere on the web are no concern of theirs: Slack makes them out of addresses in the words.
    """
    pictures = [file for file in _each(message, "files") if _may_be_picture(file)]
    if len(pictures) > 1:
        return refusal(texts.one_picture(len(pictures)))
    if not pictures and any(_is_uploaded(file) for file in _each(message, "files")):
        return refusal(texts.not_a_picture())
    return first_picture(message)


def to_picture(file: Mapping[str, Any]) -> Picture:
    """From Slack's JSON of a file, whatever is in it. What Slack only points to lies elsewhere on the web."""
    return Picture(None if file.get("is_external") else _text(file.get("id")), _to_address(private_address(file)))


def private_address(file: Mapping[str, Any]) -> str | None:
    """Where a file can be fetched, by whoever has the token."""
    return file.get("url_private_download") or file.get("url_private") or None


def _pictures(message: Mapping[str, Any]) -> Iterator[Picture]:
    yield from (to_picture(file) for file in _each(message, "files") if _may_be_picture(file))
    yield from _shown(message)
    for attachment in _each(message, "attachments"):
        yield from _pictures(attachment)
        yield from _elsewhere(attachment.get("image_url"))
        for inner in _each(attachment, "message_blocks"):
            yield from _shown(inner.get("message") or {})


def _shown(message: Mapping[str, Any]) -> Iterator[Picture]:
    """Pictures in blocks."""
    for block in _each(message, "blocks"):
        for image in (block, block.get("accessory") or {}):
            if image.get("type") == "image":
                yield from _elsewhere(image.get("image_url"))
                file = image.get("slack_file") or {}
                yield from [Picture(file["id"], None)] if file.get("id") else ()


def _may_be_picture(file: Mapping[str, Any]) -> bool:
    """Whether it is one, or nothing is known of it yet; deleted files and hidden ones have no address."""
    if file.get("file_access") == "check_file_info":
        return True
    return str(file.get("mimetype") or "").startswith("image/") and to_picture(file).address is not None


def _is_uploaded(file: Mapping[str, Any]) -> bool:
    return not file.get("is_external") and private_address(file) is not None


def _elsewhere(address: object) -> Iterator[Picture]:
    found = _to_address(address)
    if found is not None:
        yield Picture(None, found)


def _to_address(value: object) -> str | None:
    """The address, where it is one that can be fetched and kept in a form."""
    return value if isinstance(value, str) and _ADDRESS.fullmatch(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _each(message: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [part for part in message.get(name) or () if isinstance(part, Mapping)]
