"""The workspaces that have let the app in by themselves."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Final

import structlog

from adapters.slack.vault import SealedByAnother, Vault
from adapters.slack.workspaces import Workspace
from adapters.storage.slack_installations import SlackInstallations
from bot.ports import Clock

log = structlog.get_logger()

KEPT: Final = 30.0
"""Seconds that a workspace is remembered: others let it in, and put it out, in processes that are not this one."""

MOST: Final = 10_000


@dataclass(slots=True)
class InstalledWorkspaces:
    """`Workspaces` out of the database."""

    rows: SlackInstallations
    vault: Vault
    clock: Clock
    _known: dict[str, tuple[float, Workspace | None]] = field(default_factory=dict)

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:
        """See `Workspaces`."""
        kept_at, workspace = self._known.get(team, (0.0, None))
        if workspace is not None and time.monotonic() - kept_at < KEPT:
            return workspace
        found = await self._look(team, enterprise)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[team] = time.monotonic(), found
        return found

    async def keep(self, workspace: Workspace) -> None:
        """It has let us in, or once more. Without a team it is a whole organisation."""
        self._known.clear()
        sealed = self.vault.seal(json.dumps(asdict(workspace)))
        await self.rows.put(workspace.team, workspace.enterprise or "", sealed, self.clock.now())
        log.info("slack_workspace_joined", team=workspace.team, organisation=workspace.enterprise)

    async def forget(self, team: str, enterprise: str | None = None) -> None:
        """See `Workspaces`. Of an organisation's workspaces none stays."""
        known = await self.get(team, enterprise)
        organisation = enterprise if known is None else known.enterprise
        self._known.clear()
        await self.rows.drop(team, organisation or "")

    async def _look(self, team: str, enterprise: str | None) -> Workspace | None:
        own = self._opened(await self.rows.of_team(team))
        if own is not None or enterprise is None:
            return own
        organisation = self._opened(await self.rows.of_organisation(enterprise))
        if organisation is None:
            return None
        # From now on it is known without its organisation, too: whoever posts a video knows only the team.
        found = replace(organisation, team=team)
        await self.keep(found)
        return found

    def _opened(self, sealed: str | None) -> Workspace | None:
        if sealed is None:
            return None
        try:
            return Workspace(**json.loads(self.vault.open(sealed)))
        except SealedByAnother:
            log.warning("slack_token_sealed_by_another_key", advice="was SORA_SECRET_KEY changed? install the app anew")
            return None
