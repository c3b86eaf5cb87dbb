"""Pictures in Discord's messages and commands: where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at a signed address that expires. Of a picture from elsewhere on the web only the address is known."""

    url: str
    content_type: str | None = None
    size: int | None = None


def to_attachment(data: Mapping[str, Any]) -> Attachment:
    """From Discord's JSON of an attachment, or of a file in a gallery."""
    return Attachment(data["url"], data.get("content_type"), data.get("size"))


def first_picture(message: Mapping[str, Any]) -> Attachment | None:
    """The first picture of a message as it was sent: uploaded, shown in a gallery, forwarded, or linked to."""
    return next(_pictures(message), None)


def _pictures(message: Mapping[str, Any]) -> Iterator[Attachment]:
    yield from _files(message.get("attachments", ()))
    yield from _shown(message.get("components", ()))
    for snapshot in message.get("message_snapshots", ()):
        yield from _pictures(snapshot["message"])
    for embed in message.get("embeds", ()):
        picture = embed.get("image") or (embed.get("thumbnail") if embed.get("type") == "image" else None)
        if picture:
            yield Attachment(picture["url"])


def _files(files: Any) -> Iterator[Attachment]:
    return (to_attachment(file) for file in files if (file.get("content_type") or "").startswith("image/"))


def _shown(components: Any) -> Iterator[Attachment]:
    """Pictures in components, which may hold others."""
    for component in components:
        items = [component, *component.get("items", ())]
        yield from _files(item["media"] for item in items if "media" in item)
        yield from _shown(component.get("components", ()))
