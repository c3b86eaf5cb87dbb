"""The public addresses of files and images on our listener."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.http.signing import LinkKind, Signer


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes addresses that `adapters/http/links.py` answers. `public_url` is how the world reaches our listener."""

    public_url: str
    signer: Signer

    def file(self, name: str, filename: str, expires_at: datetime) -> str:
        """The address of a published video; `filename` is what a browser saves it as."""
        return f"{self._root}/files/{self.signer.sign_link(LinkKind.FILE, name, expires_at)}/{filename}"

    def image(self, image_id: str, expires_at: datetime) -> str:
        """The address of a reference image, for a provider."""
        return f"{self._root}/images/{self.signer.sign_link(LinkKind.IMAGE, image_id, expires_at)}"

    @property
    def _root(self) -> str:
        return self.public_url.rstrip("/")
