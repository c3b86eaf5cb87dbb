"""The largest file each place takes, in bytes: what Discord says, and what it has refused after all.

Guilds take 20 MiB, 50 and 100 with boosts; a whole request is at most 25 MiB where the first limit applies
(discord/discord-api-docs#8572, #8578). Interactions say `attachment_size_limit`, which has promised too much before
(#7603): the smallest number known counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MIB: Final = 1 << 20
BY_TIER: Final = {0: 20 * MIB, 1: 20 * MIB, 2: 50 * MIB, 3: 100 * MIB}
HEAD_ROOM: Final = 64 * 1024
"""What a request carries beside the file."""


@dataclass(slots=True)
class PlaceLimits:
    """Remembers by team. What was heard or refused is forgotten with the process, and heard again."""

    _heard: dict[str, int] = field(default_factory=dict)
    _refused: dict[str, int] = field(default_factory=dict)

    def hear(self, team: str, limit: int) -> None:
        """An interaction in this team said so."""
        if limit > 0:
            self._heard[team] = limit

    def refuse(self, team: str, tier: int) -> None:
        """A file that should have gone through did not: from now on half as much, in the end nothing."""
        now = self.of(team, tier) // 2
        self._refused[team] = now if now >= MIB else 0

    def of(self, team: str, tier: int) -> int:
        """The limit of a team with this boost tier."""
        known = [BY_TIER.get(tier, BY_TIER[0])]
        known += [limits[team] for limits in (self._heard, self._refused) if team in limits]
        return max(0, min(known) - HEAD_ROOM)
