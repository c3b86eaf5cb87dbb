"""Where the admins of teams take no new requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.storage.moments import to_moment, to_ms
from adapters.storage.statements import Row, Statements
from bot.domain.chat import Conversation, Requester
from bot.domain.rules import Closed


@dataclass(frozen=True, slots=True)
class SqlTeamRules:
    """`bot.ports.TeamRules` on SQL."""

    sql: Statements

    async def closed_for(self, requester: Requester, conversation: Conversation) -> Closed | None:
        """The pause of the team, or what closes the channel."""
        row = await self.sql.one("place_closed_for", channel=conversation.home, **_team(requester))
        return None if row is None else _to_closed(row)

    async def of(self, requester: Requester) -> Sequence[Closed]:
        """All of the team."""
        return [_to_closed(row) for row in await self.sql.all("closed_places_of", **_team(requester))]

    async def close(self, requester: Requester, closed: Closed) -> bool:
        """Whether it was open before."""
        values = {"channel": closed.channel or "", "place": closed.place, "by": closed.by, "at": to_ms(closed.since)}
        return bool(await self.sql.run("close_place", **values, **_team(requester)))

    async def open(self, requester: Requester, channel: str | None) -> bool:
        """Whether it was closed before."""
        return bool(await self.sql.run("open_place", channel=channel or "", **_team(requester)))


def _team(requester: Requester) -> dict[str, object]:
    return {"platform": requester.platform, "team": requester.team}


def _to_closed(row: Row) -> Closed:
    channel, place, by, at = row
    return Closed(channel=channel or None, place=place, by=by, since=to_moment(at))
