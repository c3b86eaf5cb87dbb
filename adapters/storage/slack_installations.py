"""Who has let us in on Slack. What is secret about it arrives here sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from adapters.storage.engine import Engine
from adapters.storage.moments import to_ms
from adapters.storage.transaction import SqlTransaction


@dataclass(frozen=True, slots=True)
class Installation:
    """One that is there. `id` is the workspace's, or the organisation's that let us into all its workspaces."""

    id: str
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlackInstallations:
    """One for each workspace or organisation."""

    _engine: Engine

    async def find(self, team: str, enterprise: str | None = None) -> Installation | None:
        """The workspace's own, else its organisation's.

        Where `enterprise` is given, the workspace is known to belong to it from then on, also to who asks without.
        """
        if enterprise is not None:
            return await self._engine.write(lambda tx: _find_and_note(tx, team, enterprise))
        return await self._engine.read(lambda tx: _find(tx, team, None))

    async def save(self, installation: Installation, at: datetime) -> None:
        """Keep it, in place of what was there."""
        values = {"id": installation.id, "sealed": installation.sealed, "at": to_ms(at)}
        await self._engine.write(lambda tx: tx.sql.run("save_slack_installation", **values))

    async def remove(self, installation: Installation, *, before: datetime | None = None) -> bool:
        """Delete the row, unless it was saved anew since, or after `before`; whether it was there."""
        moment = None if before is None else to_ms(before)
        values = {"id": installation.id, "sealed": installation.sealed, "before": moment}
        return bool(await self._engine.write(lambda tx: tx.sql.run("remove_slack_installation", **values)))


async def _find(tx: SqlTransaction, team: str, enterprise: str | None) -> Installation | None:
    row = await tx.sql.one("find_slack_installation", team=team, enterprise=enterprise)
    return None if row is None else Installation(*row)


async def _find_and_note(tx: SqlTransaction, team: str, enterprise: str) -> Installation | None:
    found = await _find(tx, team, enterprise)
    if team and found is not None and found.id == enterprise:
        await tx.sql.run("note_slack_organisation", team=team, enterprise=enterprise)
    return found
