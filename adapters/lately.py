"""What was learned of late, and is believed for a while."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from bot.ports import Clock

MOST: Final = 10_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class Lately(Generic[K, V]):
    """Remembers values by their keys for `span`; at `most` so many, of which the oldest goes first."""

    clock: Clock
    span: timedelta
    most: int = MOST
    _known: dict[K, tuple[V, datetime]] = field(default_factory=dict, repr=False)

    def learn(self, key: K, value: V) -> V:
        """This is so now."""
        self._known.pop(key, None)
        if len(self._known) >= self.most:
            del self._known[next(iter(self._known))]
        self._known[key] = value, self.clock.now()
        return value

    def of(self, key: K) -> V | None:
        """What was learned within the span; None where nothing was."""
        value, since = self._known.get(key, (None, None))
        if since is None or self.clock.now() - since < self.span:
            return value
        self.forget(key)
        return None

    def forget(self, key: K) -> None:
        """It may be otherwise now."""
        self._known.pop(key, None)
