"""The largest file each place takes, in bytes: what Discord says, and what it has refused after all.

Guilds take 20 MiB, 50 and 100 with boosts; a whole request is at most 25 MiB where the first limit applies
(discord/discord-api-docs#8572, #8578). Interactions say `attachment_size_limit`, which has promised too much before
(#7603): the smallest number known counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from adapters.lately import Lately
from bot.ports import Clock

MIB: Final = 1 << 20
BY_TIER: Final = {0: 20 * MIB, 1: 20 * MIB, 2: 50 * MIB, 3: 100 * MIB}
HEAD_ROOM: Final = 64 * 1024
"""What a request carries beside the file."""

KEPT: Final = timedelta(hours=1)
"""How long something is believed: a server may be boosted, or lose its boosts, at any time."""


class PlaceLimits:
    """Remembers by team, for an hour; what is needed later is heard or asked for again."""

    def __init__(self, clock: Clock) -> None:
        self._tiers: Lately[str, int] = Lately(clock, KEPT)
        self._heard: Lately[str, int] = Lately(clock, KEPT)
        self._refused: Lately[str, int] = Lately(clock, KEPT)

    def hear_tier(self, team: str, tier: int) -> None:
        """The team is boosted so far."""
        self._tiers.learn(team, tier)

    def tier(self, team: str) -> int | None:
        """How far it is boosted; None where somebody has to ask."""
        return self._tiers.of(team)

    def hear(self, team: str, limit: int) -> None:
        """An interaction in this team said so."""
        if limit > 0:
            self._heard.learn(team, limit)

    def refuse(self, team: str, tier: int) -> None:
        """A file that should have gone through did not: from now on half as much, in the end nothing."""
        now = self.of(team, tier) // 2
        self._refused.learn(team, now if now >= MIB else 0)

    def of(self, team: str, tier: int) -> int:
        """The limit of a team with this boost tier."""
        found = [BY_TIER.get(tier, BY_TIER[0]), self._heard.of(team), self._refused.of(team)]
        return max(0, min(number for number in found if number is not None) - HEAD_ROOM)
