"""The workspaces that have added us by themselves, as the database knows them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from adapters.lately import Lately
from adapters.slack.installation.vault import SealedUnderAnotherKey, Vault
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.slack_installations import Installation, SlackInstallations
from bot.ports import Clock

log = structlog.get_logger()

FRESH: Final = timedelta(minutes=1)
"""How long this process believes what it has read: others let workspaces in and put them out, too."""


@dataclass(slots=True)
class InstalledWorkspaces:
    """`Workspaces` on the database. A token that cannot be opened counts as none: its workspace adds us again."""

    installations: SlackInstallations
    vault: Vault
    clock: Clock
    most: int = 1000
    """So many are kept in memory."""
    _known: Lately[str, tuple[Workspace, Installation]] = field(init=False, repr=False)
    _unreadable: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._known = self._nothing()

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:
        """The workspace's own installation, else its organisation's. None where it is not known which workspace."""
        if not team:
            return None
        known, memory = self._known.of(team), self._known
        if known is not None:
            return known[0]
        installation = await self.installations.find(team, enterprise)
        workspace = None if installation is None else self._opened(installation)
        if installation is None or workspace is None:
            return None
        # Whoever was let in or put out during the read has left this memory behind.
        return memory.learn(team, (replace(workspace, team=team), installation))[0]

    async def save(self, workspace: Workspace) -> None:
        """Let in. For all workspaces of an organisation, `team` is the organisation's id, too."""
        sealed = self.vault.seal(json.dumps(_to_fields(workspace)))
        await self.installations.save(Installation(workspace.team, sealed), self.clock.now())
        self._known = self._nothing()
        self._unreadable.discard(workspace.team)

    async def forget(self, team: str, enterprise: str | None = None, *, told_of: datetime | None = None) -> None:
        """Put out: nothing is kept of it. One that was let in anew since this process last looked stays."""
        known = self._known.of(team)
        installation = known[1] if known else await self.installations.find(team, enterprise)
        if installation is not None:
            await self.installations.remove(installation, before=told_of)
        self._known = self._nothing()

    def _nothing(self) -> Lately[str, tuple[Workspace, Installation]]:
        return Lately(self.clock, FRESH, self.most)

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
