"""How long a video usually takes, from this bot's own history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.catalogue import Offer
from bot.domain.video import ModelName, ProviderName, VideoRequest
from bot.ports import Clock, Store

KEEP: Final = timedelta(seconds=30)
"""How old an answer may be: people are told "about 40 s", and it need not be newer than that."""

_Key = tuple[ProviderName, ModelName, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """Remembers its answers for `KEEP`, since every request asks."""

    store: Store
    clock: Clock
    _known: dict[_Key, tuple[datetime, timedelta]] = field(default_factory=dict)

    async def of(self, request: VideoRequest, offer: Offer) -> timedelta:
        """The median of the last such videos, or what the catalogue says while there were none."""
        key, now = (offer.provider, request.model, request.seconds), self.clock.now()
        known = self._known.get(key)
        if known is not None and timedelta(0) <= now - known[0] < KEEP:
            return known[1]
        usual = await self.store.read(lambda tx: tx.views.usual_duration(offer.provider, request))
        self._known[key] = (now, usual or offer.expected)
        return self._known[key][1]
