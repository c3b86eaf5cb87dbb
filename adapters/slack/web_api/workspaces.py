"""The workspaces that have let us in, and what we are called there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One workspace. `url` is its address with a slash at its end; `bot_id` is what our messages are signed with."""

    team: str
    name: str
    url: str
    token: str = field(repr=False)
    bot_user: str
    bot_id: str
    enterprise: str | None = None


class Workspaces(Protocol):
    """Who has let us in, by the team's id."""

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:
        """The workspace; None where we were never let in, or are not any more.

        An organisation may have let us into all its workspaces at once: `enterprise` is its id, where it is known.
        Raises `DeliveryPaused` while nobody can say.
        """
        ...

    async def forget(self, team: str, enterprise: str | None = None, *, told_of: datetime | None = None) -> None:
        """We were put out, or our token is not taken any more. Doing it twice is as good as once.

        `told_of`: when that was, where Slack has told of it, which may be late: whoever has let us in since stays.
        """
        ...
