"""Files people and the bot upload, and the signed links that lead to them for a while."""

from __future__ import annotations

import hashlib
import hmac
import mimetypes
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from tests.discord.clock import Clock
from tests.discord.errors import ApiError, Problem
from tests.discord.snowflakes import Snowflakes

MIB: Final = 1024 * 1024
UPLOAD_LIMIT: Final = 20 * MIB
# Below the boosts that raise the limit of a file, a request as a whole has one of its own.
REQUEST_LIMIT: Final = 25 * MIB
LIFE_OF_A_LINK: Final = timedelta(hours=24)
PICTURES: Final = ("image/", "video/")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file from somebody's disk."""

    filename: str
    content: bytes
    content_type: str | None = None
    description: str | None = None


@dataclass(eq=False, slots=True)
class File:
    """A file that Discord keeps."""

    store: Files
    id: int
    channel_id: int
    filename: str
    content: bytes = field(repr=False)
    content_type: str
    description: str | None = None
    spoiler: bool = False
    ephemeral: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def address(self) -> str:
        """Where it is, without the signature that opens it."""
        folder = "ephemeral-attachments" if self.ephemeral else "attachments"
        return f"{self.store.origin}/{folder}/{self.channel_id}/{self.id}/{quote(self.filename)}"

    @property
    def url(self) -> str:
        """A link that works from now on for a day."""
        return self.store.sign(self)

    @property
    def payload(self) -> dict[str, Any]:
        """The attachment object."""
        url = self.url
        body: dict[str, Any] = {
            "id": str(self.id),
            "filename": self.filename,
            "size": self.size,
            "url": url,
            "proxy_url": url,
            "content_type": self.content_type,
        }
        if self.content_type.startswith(PICTURES):
            body |= {"width": 640, "height": 360}
        if self.description is not None:
            body["description"] = self.description
        return body | {"ephemeral": True} if self.ephemeral else body

    @property
    def media(self) -> dict[str, Any]:
        """The same file as components show it."""
        url = self.url
        return {
            "id": str(self.id),
            "url": url,
            "proxy_url": url,
            "width": 640 if self.content_type.startswith(PICTURES) else None,
            "height": 360 if self.content_type.startswith(PICTURES) else None,
            "content_type": self.content_type,
            "attachment_id": str(self.id),
        }


@dataclass(slots=True)
class Files:
    """Everything that was uploaded, by id."""

    clock: Clock
    ids: Snowflakes
    origin: str = ""
    kept: dict[int, File] = field(default_factory=dict)
    key: bytes = b"the key of the stand-in's links"

    def keep(self, upload: Upload, channel_id: int, *, ephemeral: bool = False) -> File:
        guessed = mimetypes.guess_type(upload.filename)[0] or "application/octet-stream"
        file = File(
            store=self,
            id=self.ids.next(),
            channel_id=channel_id,
            filename=upload.filename,
            content=upload.content,
            content_type=upload.content_type or guessed,
            description=upload.description,
            spoiler=upload.filename.startswith("SPOILER_"),
            ephemeral=ephemeral,
        )
        self.kept[file.id] = file
        return file

    def sign(self, file: File) -> str:
        now = self.clock.now()
        ends, begins = (f"{int(moment.timestamp()):x}" for moment in (now + LIFE_OF_A_LINK, now))
        query = urlencode({"ex": ends, "is": begins, "hm": self._signature(file.id, ends, begins)})
        return f"{file.address}?{query}&"

    def open(self, file_id: int, ends: str, begins: str, signature: str) -> File | None:
        """Find the file a link leads to, if the link is whole and has not expired."""
        if not hmac.compare_digest(signature, self._signature(file_id, ends, begins)):
            return None
        if int(ends, 16) < self.clock.now().timestamp():
            return None
        return self.kept.get(file_id)

    def _signature(self, file_id: int, ends: str, begins: str) -> str:
        return hmac.new(self.key, f"{file_id}:{ends}:{begins}".encode(), hashlib.sha256).hexdigest()


def check_sizes(uploads: list[Upload], limit: int) -> None:
    """Refuse what is too large for where it goes; `limit` is that of one file."""
    if any(len(upload.content) > limit for upload in uploads):
        raise ApiError(Problem.TOO_LARGE)
    if sum(len(upload.content) for upload in uploads) > max(limit, REQUEST_LIMIT):
        raise ApiError(Problem.TOO_LARGE)
