"""The workspaces that have added us by themselves, as the database knows them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from adapters.slack.vault import SealedUnderAnotherKey, Vault
from adapters.slack.workspaces import Workspace
from adapters.storage.slack_installations import Installation, SlackInstallations
from bot.ports import Clock

log = structlog.get_logger()

FRESH: Final = timedelta(minutes=1)
"""How long this process believes what it has read: others let workspaces in and put them out, too."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read, and until when it counts."""

    workspace: Workspace
    installation: Installation
    until: datetime


@dataclass(slots=True)
class InstalledWorkspaces:
    """`Workspaces` on the database. A token that cannot be opened counts as none: its workspace adds us again.

    At `most` so many are kept in memory, each for a minute.
    """

    installations: SlackInstallations
    vault: Vault
    clock: Clock
    most: int = 1000
    _known: dict[str, _Known] = field(default_factory=dict, repr=False)
    _unreadable: set[str] = field(default_factory=set)

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:
        """The workspace's own installation, else its organisation's."""
        if (known := self._fresh(team)) is not None:
            return known.workspace
        before = self._known  # whoever is let in or put out during the read leaves this one behind
        installation = await self.installations.find(team, enterprise)
        workspace = None if installation is None else self._opened(installation)
        if installation is None or workspace is None:
            self._known.pop(team, None)
            return None
        return self._remember(replace(workspace, team=team), installation, before)

    async def save(self, workspace: Workspace) -> None:
        """Let in. For all workspaces of an organisation, `team` is the organisation's id, too."""
        sealed = self.vault.seal(json.dumps(_to_fields(workspace)))
        await self.installations.save(Installation(workspace.team, sealed), self.clock.now())
        self._known = {}
        self._unreadable.discard(workspace.team)

    async def forget(self, team: str, enterprise: str | None = None) -> None:
        """Put out: nothing is kept of it. One that was let in anew since this process last looked stays."""
        known = self._fresh(team)
        installation = known.installation if known else await self.installations.find(team, enterprise)
        if installation is not None:
            await self.installations.remove(installation)
        self._known = {}

    def _fresh(self, team: str) -> _Known | None:
        known = self._known.get(team)
        return known if known is not None and self.clock.now() < known.until else None

    def _remember(self, workspace: Workspace, installation: Installation, known: dict[str, _Known]) -> Workspace:
        known.pop(workspace.team, None)
        if len(known) >= self.most:
            del known[next(iter(known))]  # the one that was read longest ago
        known[workspace.team] = _Known(workspace, installation, self.clock.now() + FRESH)
        return workspace

    def _opened(self, installation: Installation) -> Workspace | None:
        try:
            return _to_workspace(installation.id, self.vault.open(installation.sealed))
        except SealedUnderAnotherKey:
            self._warn_once(installation.id)
            return None

    def _warn_once(self, team: str) -> None:
        if team not in self._unreadable:
            self._unreadable.add(team)
            log.warning(
                "slack_workspace_unreadable",
                team=team,
                advice="SORA_SECRET_KEY has changed since this workspace added the bot; add it there again",
            )


def _to_fields(workspace: Workspace) -> dict[str, Any]:
    return {name: getattr(workspace, name) for name in Workspace.__slots__}


def _to_workspace(team: str, opened: str) -> Workspace:
    workspace = Workspace(**json.loads(opened))
    if workspace.team != team:  # somebody has put another's row in the place of this one
        raise SealedUnderAnotherKey
    return workspace
