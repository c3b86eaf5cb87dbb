"""What everything else in a running bot is built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.http.addresses import Addresses
from adapters.http.signing import Signer
from adapters.platforms import Platforms
from adapters.providers.client import HttpLimits
from adapters.settings import Settings
from adapters.storage.backend import Backend
from adapters.web.media_folder import MediaFolder
from adapters.web.room import Room
from bot.domain.catalogue import Catalogue
from bot.ports import Clock

MEGABYTE: Final = 1_000_000


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See `bot.ports.Clock`."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What everything else is built on."""

    settings: Settings
    clock: Clock
    card_pace: timedelta
    http_limits: HttpLimits | None
    tricks: Mapping[str, str]
    secret: bytes
    signer: Signer
    catalogue: Catalogue
    backend: Backend
    room: Room
    media: MediaFolder
    platforms: Platforms

    @property
    def addresses(self) -> Addresses | None:
        """Addresses on our listener; None without a public address."""
        url = self.settings.public_url
        return Addresses(url, self.signer) if url else None

    @property
    def links_folder(self) -> Path:
        """Where videos lie that are behind links."""
        return self.settings.data_folder / "links"
