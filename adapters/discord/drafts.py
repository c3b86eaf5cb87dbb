"""What people gave before a form opened, until it is sent off: a picture's address is too long for a form's id."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from adapters.discord.pictures import Attachment

LIVES: Final = 900
"""Seconds. Discord's pictures lie at the same address for longer."""

MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """Options that were given, and a picture."""

    values: Mapping[str, object] = field(default_factory=dict)
    attachment: Attachment | None = None


@dataclass(slots=True)
class Drafts:
    """In memory: a form that cannot do without its draft says so in its id, and is refused once that is forgotten."""

    _kept: dict[str, tuple[float, Draft]] = field(default_factory=dict)

    def keep(self, name: str, draft: Draft) -> None:
        """Remember it for as long as somebody may take to fill in a form; the oldest go first."""
        now = time.monotonic()
        for key in [key for key, (kept_at, _) in self._kept.items() if now - kept_at > LIVES]:
            del self._kept[key]
        while len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = (now, draft)

    def of(self, name: str) -> Draft | None:
        """What was given; it stays, since a form that met an error may be sent again."""
        kept = self._kept.get(name)
        return kept[1] if kept is not None and time.monotonic() - kept[0] <= LIVES else None
