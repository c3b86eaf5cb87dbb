"""Slows down whoever guesses the password."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

FREE: Final = 5
"""Wrong tries an address has before it must wait."""
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGET_AFTER: Final = timedelta(hours=1)
MOST_IN_ALL: Final = 60
"""Wrong tries from all addresses together, in any `ALL_WINDOW`."""
ALL_WINDOW: Final = timedelta(minutes=1)
MOST_ADDRESSES: Final = 10_000


@dataclass(slots=True)
class _Record:
    wrong: int
    last: datetime


@dataclass(slots=True)
class Tries:
    """Counts wrong passwords by address and over all; in memory, bounded."""

    _by_address: OrderedDict[str, _Record] = field(default_factory=OrderedDict)
    _all: deque[datetime] = field(default_factory=lambda: deque(maxlen=MOST_IN_ALL))

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long this address has to wait before its next try; zero for none."""
        wait = max(self._wait_of(address, now), self._wait_of_all(now), timedelta(0))
        return min(wait, LONGEST_WAIT)  # the clock may have been set back

    def begin(self, address: str, now: datetime) -> None:
        """Count a try as wrong before it is looked at, so that many at once gain nothing."""
        record = self._by_address.pop(address, None)
        is_old = record is None or now - record.last > FORGET_AFTER
        self._by_address[address] = _Record(1 if is_old or record is None else record.wrong + 1, now)
        if len(self._by_address) > MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        self._all.append(now)

    def succeeded(self, address: str) -> None:
        """The password was right: this address starts afresh."""
        self._by_address.pop(address, None)
        if self._all:
            self._all.pop()

    def _wait_of(self, address: str, now: datetime) -> timedelta:
        record = self._by_address.get(address)
        if record is None or record.wrong < FREE:
            return timedelta(0)
        wait = min(FIRST_WAIT * (1 << min(record.wrong - FREE, 10)), LONGEST_WAIT)
        return record.last + wait - now

    def _wait_of_all(self, now: datetime) -> timedelta:
        if len(self._all) < MOST_IN_ALL:
            return timedelta(0)
        return self._all[0] + ALL_WINDOW - now
