"""The workspace whose token the operator has set, and those that have let us in by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.installation.one_workspace import OneWorkspace
from adapters.slack.web_api.faults import AWAY
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.errors import DeliveryPaused


@dataclass(frozen=True, slots=True)
class AllWorkspaces:
    """`Workspaces` out of both; either may be missing."""

    one: OneWorkspace | None
    installed: InstalledWorkspaces | None

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:
        """See `Workspaces`. The operator's own token goes first.

        Raises `DeliveryPaused` where it may be the operator's, which Slack has not told us yet.
        """
        found = None if self.one is None else await self.one.get(team, enterprise)
        if found is None and self.installed is not None:
            found = await self.installed.get(team, enterprise)
        if found is None and self.one is not None and self.one.only is None:
            raise DeliveryPaused(AWAY)
        return found

    async def forget(self, team: str, enterprise: str | None = None, *, told_of: datetime | None = None) -> None:
        """See `Workspaces`. The operator's own token is theirs to remove."""
        if self.one is not None:
            await self.one.forget(team, enterprise, told_of=told_of)
        if self.installed is not None:
            await self.installed.forget(team, enterprise, told_of=told_of)

    async def the_operators(self, workspace: Workspace) -> OneWorkspace | None:
        """Where its token is the one that the operator has set; None for others, and once that one is lost."""
        is_it = self.one is not None and await self.one.get(workspace.team) is not None
        return self.one if is_it else None
