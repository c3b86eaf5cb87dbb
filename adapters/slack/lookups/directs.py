"""The direct messages with each person: opened when first needed, and remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from slack_sdk.errors import SlackApiError

from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.faults import GONE, error_code
from adapters.slack.web_api.workspaces import Workspace

MOST: Final = 10_000


@dataclass(slots=True)
class Directs:
    """Channels of direct messages, by team and person. They stay the same for ever."""

    web: SlackWeb
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    async def with_person(self, workspace: Workspace, user: str) -> str | None:
        """The channel; None where this person cannot be written to."""
        key = workspace.team, user
        if key not in self._known:
            try:
                opened = await self.web(workspace, "conversations.open", users=user)
            except SlackApiError as error:
                if error_code(error) not in GONE:
                    raise
                return None
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = str(needed(needed(opened, "channel"), "id"))
        return self._known[key]
