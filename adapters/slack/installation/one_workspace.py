"""The one workspace whose token the operator has set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.refused import SlackTokenRefused
from adapters.slack.web_api.faults import is_token_refused, texts_refused
from adapters.slack.web_api.standing import Standing
from adapters.slack.web_api.workspaces import Workspace
from bot import texts

log = structlog.get_logger()


@dataclass(slots=True)
class OneWorkspace:
    """`Workspaces` with one entry. Which workspace that is, Slack says when it takes the token."""

    token: str = field(repr=False)
    standing: Standing
    _known: Workspace | None = None
    _is_lost: bool = False

    async def get(self, team: str, enterprise: str | None = None) -> Workspace | None:  # noqa: ARG002 - the token is for one team
        """The workspace, once it is known and until it is lost."""
        known = self._known
        return known if known is not None and known.team == team and not self._is_lost else None

    async def forget(self, team: str, enterprise: str | None = None, *, told_of: datetime | None = None) -> None:  # noqa: ARG002 - the token itself is tried
        """Nothing is kept that could be forgotten. The operator has set the token, and is told if it is dead."""
        known = await self.get(team, enterprise)
        if known is not None:
            self.standing.doubt(known)

    def lose(self) -> None:
        """Slack takes the token no more, and others are served all the same: what happens there is nobody's now."""
        self._is_lost = True
        team = None if self._known is None else self._known.team
        log.error("slack_workspace_lost", team=team, advice=texts.slack_token_refused())

    @property
    def only(self) -> Workspace | None:
        """The workspace, once it is known, and also when it is lost: it was never another one."""
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
