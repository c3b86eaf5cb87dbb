"""How we stand with Slack: whether it takes our token and speaks to us."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from adapters.slack.web_api.faults import AWAY, is_token_refused
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.errors import DeliveryPaused


@dataclass(slots=True)
class Standing:
    """Told by whoever notices; asked before anything is sent, and by the health route.

    `is_heard_over`: what people do comes over `socket` or `http`.
    """

    is_heard_over: str = "socket"
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once Slack has taken our token; where people install the bot themselves, from the beginning."""
    doubted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while it may be that Slack takes some token no more."""
    in_doubt: dict[str, Workspace] = field(default_factory=dict)
    """The workspaces whose tokens were refused, by team, until somebody has looked again."""
    is_connected: bool = False

    def check(self) -> None:
        """Raise `DeliveryPaused` where it makes no sense to send anything."""
        if not self.reached.is_set():
            raise DeliveryPaused(AWAY)

    def hear(self, workspace: Workspace, error: SlackApiError) -> None:
        """A call of this workspace has failed."""
        if is_token_refused(error):
            self.doubt(workspace)

    def doubt(self, workspace: Workspace) -> None:
        """Somebody should look whether its token is still good."""
        self.in_doubt[workspace.team] = workspace
        self.doubted.set()

    @property
    def word(self) -> str:
        """What the health route says."""
        if not self.reached.is_set():
            return "never reached"
        if self.doubted.is_set():
            return "token in doubt"
        if self.is_heard_over == "http":
            return "listening"
        return "connected" if self.is_connected else "away"
