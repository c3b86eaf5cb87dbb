"""The one workspace whose token the operator has set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.refused import SlackTokenRefused
from adapters.slack.web_api.faults import is_token_refused, texts_refused
from adapters.slack.web_api.standing import Standing
from adapters.slack.web_api.workspaces import Workspace


@dataclass(slots=True)
class OneWorkspace:
    """`Workspaces` with one entry. Which workspace that is, Slack says when it takes the token."""

    token: str = field(repr=False)
    standing: Standing
    _known: Workspace | None = None

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:  # noqa: ARG002 - the token is for one team
        """The workspace, once it is known."""
        known = self._known
        return known if known is not None and known.team == team else None

    async def forget(self, team: str, enterprise: str | None = None, *, told_of: datetime | None = None) -> None:  # noqa: ARG002 - the token itself is tried
        """Nothing is kept that could be forgotten. The operator has set the token, and is told if it is dead."""
        known = await self.get(team, enterprise)
        if known is not None:
            self.standing.doubt(known)

    @property
    def only(self) -> Workspace | None:
        """The workspace, once it is known."""
        return self._known

    async def meet(self, client: AsyncWebClient) -> Workspace:
        """Ask Slack who we are. Raises `SlackTokenRefused`, and what the client raises where Slack is away."""
        try:
            with texts_refused():
                answer = await client.auth_test(token=self.token)
        except SlackApiError as error:
            if is_token_refused(error):
                raise SlackTokenRefused from None
            raise
        if not answer.get("bot_id"):
            raise SlackTokenRefused  # a person's token, or an app's: it could post nothing as the bot
        self._known = Workspace(
            team=str(answer["team_id"]),
            name=str(answer.get("team") or ""),
            url=str(answer.get("url") or ""),
            token=self.token,
            bot_user=str(answer["user_id"]),
            bot_id=str(answer["bot_id"]),
            enterprise=answer.get("enterprise_id"),
        )
        return self._known
