"""How we stand with Discord: whether it knows us, takes our token and speaks to us."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from adapters.discord.faults import AWAY
from bot.domain.errors import DeliveryPaused

_UNAUTHORIZED: Final = 401


@dataclass(slots=True)
class Standing:
    """Told by whoever notices; asked before anything is sent, and by the health route."""

    has_gateway: bool = True
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once Discord has taken our token."""
    doubted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while it may be that Discord takes it no more."""
    _expected: int = 1
    _up: set[int] = field(default_factory=set)
    _down: dict[int, float] = field(default_factory=dict)

    def check(self) -> None:
        """Raise `DeliveryPaused` where it makes no sense to send anything.

        Requests that are refused are counted, and ten thousand of them in ten minutes keep our address out.
        """
        if not self.reached.is_set() or self.doubted.is_set():
            raise DeliveryPaused(AWAY)

    def begin(self, shards: int = 1) -> None:
        """None of our shards is connected, and so many will be."""
        self._expected = shards
        self._up.clear()
        self._down.clear()

    def up(self, shard: int) -> None:
        """This shard is connected."""
        self._up.add(shard)
        self._down.pop(shard, None)

    def down(self, shard: int) -> None:
        """It is not, but should be."""
        self._up.discard(shard)
        self._down.setdefault(shard, time.monotonic())

    def longest_away(self) -> float:
        """For how many seconds some shard has been away."""
        return max((time.monotonic() - since for since in self._down.values()), default=0.0)

    @property
    def is_connected(self) -> bool:
        """Whether all shards of this process are."""
        return len(self._up) >= self._expected

    @property
    def word(self) -> str:
        """What the health route says."""
        if not self.reached.is_set():
            return "never reached"
        if self.doubted.is_set():
            return "token in doubt"
        if not self.has_gateway:
            return "posting only"
        return "connected" if self.is_connected else "away"


def watching(standing: Standing) -> aiohttp.TraceConfig:
    """What lets a client of discord.py notice, wherever it happens, that its token is refused."""

    async def look(_session: Any, _context: Any, request: aiohttp.TraceRequestEndParams) -> None:
        # Answers to interactions carry a token of their own, in their address; that one is refused when it is too old.
        if request.response.status == _UNAUTHORIZED and "Authorization" in request.headers:
            standing.doubted.set()

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(look)
    return trace
