"""The workspaces, and whole organisations, that have let the app in; what they entrusted to us is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.storage.engine import Engine
from adapters.storage.moments import to_ms
from adapters.storage.transaction import SqlTransaction


@dataclass(frozen=True, slots=True)
class SlackInstallations:
    """Sealed texts. An organisation's own has an empty team, and a workspace's own an empty enterprise.

    A workspace that an organisation has let us into has both.
    """

    _engine: Engine

    async def of_team(self, team: str) -> str | None:
        """The workspace's, however it came to be."""
        found: str | None = await self._engine.read(lambda tx: tx.sql.value("get_slack_team", team=team))
        return found

    async def of_organisation(self, enterprise: str) -> str | None:
        """The organisation's."""
        found: str | None = await self._engine.read(
            lambda tx: tx.sql.value("get_slack_organisation", enterprise=enterprise)
        )
        return found

    async def put(self, team: str, enterprise: str, sealed: str, at: datetime) -> None:
        """Keep it, in place of what was there."""
        await self._engine.write(
            lambda tx: tx.sql.run(
                "put_slack_installation", team=team, enterprise=enterprise, sealed=sealed, installed_at=to_ms(at)
            )
        )

    async def drop(self, team: str, enterprise: str) -> None:
        """Delete the workspace's, and the organisation's with all that came of it, where one is named."""

        async def work(tx: SqlTransaction) -> None:
            if team:
                await tx.sql.run("drop_slack_team", team=team)
            if enterprise:
                await tx.sql.run("drop_slack_organisation", enterprise=enterprise)

        await self._engine.write(work)
