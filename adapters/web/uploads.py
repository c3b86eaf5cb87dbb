"""Reference images between their upload and the request that uses them: in memory, for minutes."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_IN_ALL: Final = 100 * 1024 * 1024
KEPT_FOR: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Upload:
    user: str
    data: bytes
    until: datetime


@dataclass(slots=True)
class Uploads:
    """Holds images for the person who sent them. The oldest go where there are too many."""

    _held: OrderedDict[str, _Upload] = field(default_factory=OrderedDict)

    def keep(self, user: str, data: bytes, now: datetime) -> str:
        """Hold the bytes and return their id."""
        self._forget_old(now)
        while self._held and self._size() + len(data) > MOST_IN_ALL:
            self._held.popitem(last=False)
        image_id = secrets.token_urlsafe(16)
        self._held[image_id] = _Upload(user, data, now + KEPT_FOR)
        return image_id

    def get(self, user: str, image_id: str, now: datetime) -> bytes | None:
        """The bytes; None where they are gone or somebody else's. They stay for a retry."""
        self._forget_old(now)
        upload = self._held.get(image_id)
        return upload.data if upload is not None and upload.user == user else None

    def _forget_old(self, now: datetime) -> None:
        self._held = OrderedDict((key, held) for key, held in self._held.items() if now < held.until)

    def _size(self) -> int:
        return sum(len(held.data) for held in self._held.values())


def is_image(data: bytes) -> bool:
    """Whether the bytes begin like a JPEG, PNG or WebP; the core looks closer."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
