"""The largest file each workspace takes, in bytes: Slack's own limit, and what admins there have made of it.

Slack tells no workspace's limit. It only refuses a size when an upload is announced, so that is where it is tried out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from adapters.lately import Lately
from bot.ports import Clock

LARGEST: Final = 1_000_000_000
"""https://slack.com/help/articles/201330736: files of up to 1 GB."""

SMALLEST: Final = 500_000
"""A video that must be smaller is none that people want to see: then it goes behind a link."""

KEPT: Final = timedelta(hours=1)
"""How long something is believed: admins may change it at any time."""


class UploadLimits:
    """Remembers by team what was refused, for an hour."""

    __slots__ = ("_refused",)

    def __init__(self, clock: Clock) -> None:
        self._refused: Lately[str, int] = Lately(clock, KEPT)

    def learn(self, team: str, limit: int) -> None:
        """The team takes no more than this; nothing at all where it is 0."""
        self._refused.learn(team, limit)

    def of(self, team: str) -> int:
        """The limit, as far as anybody knows."""
        limit = self._refused.of(team)
        return LARGEST if limit is None else limit


def much_smaller_than(length: int) -> int:
    """What to make of one that was refused where sizes cannot be tried out: few tries lead to a link."""
    size = length // 4
    return size if size >= SMALLEST else 0


def smaller_than(length: int) -> list[int]:
    """Sizes to try out after one was refused, largest first."""
    sizes = [length * part // 100 for part in (75, 50, 25, 10, 5, 2)]
    return [size for size in sizes if size >= SMALLEST]
