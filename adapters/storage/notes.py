"""Small things that adapters have to remember across restarts."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.storage.engine import Engine


@dataclass(frozen=True, slots=True)
class Notes:
    """Texts by key. Each adapter begins its keys with its own name."""

    _engine: Engine

    async def get(self, key: str) -> str | None:
        """What was last noted under this key."""
        value: str | None = await self._engine.read(lambda tx: tx.sql.value("get_note", key=key))
        return value

    async def set(self, key: str, value: str) -> None:
        """Note it, in place of what was there."""
        await self._engine.write(lambda tx: tx.sql.run("set_note", key=key, value=value))
