"""What a team's admins have said: no new videos for now, or none from a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """New requests are refused: in one channel, or where `channel` is None in the whole team, which is paused.

    `place` is what people call the channel, and `by` the name of the admin; both are for showing only.
    """

    channel: str | None = None
    place: str = ""
    by: str
    since: datetime
