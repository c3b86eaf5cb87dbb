"""How a code from Slack becomes a workspace that has let us in: bolt's flow, with our pages and our database."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiohttp import encode_basic_auth
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.installation.install_pages import InstallPage
from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.places import MANNER
from adapters.slack.web_api.faults import error_code
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.chat import Link
from bot.texts import installing

log = structlog.get_logger()

_URL: Final = "url"

_REASONS: Final[Mapping[str, tuple[int, str]]] = {
    "access_denied": (403, installing.adding_denied()),
    "invalid_browser": (400, installing.adding_link_used()),
    "invalid_state": (400, installing.adding_link_used()),
    "missing_code": (400, installing.adding_link_used()),
    "invalid_code": (400, installing.adding_refused()),
}
"""Status and sentence for bolt's reasons; what else Slack may send along as `error` is refused, too."""


class InstallFlow(AsyncOAuthFlow):
    """bolt's flow, except that it writes no code into the log and learns the workspace's address."""

    async def run_installation(self, code: str) -> Installation | None:
        """Change the code for a token and ask who we are with it; None where Slack refuses either."""
        try:
            answer = await self._exchange(code)
            if answer.get("refresh_token"):
                log.warning("slack_tokens_rotate", advice="the bot needs a Slack app without token rotation")
                return None
            who = await self.client.auth_test(token=answer["access_token"])
        except SlackApiError as error:
            log.warning("slack_install_refused", error=error_code(error))
            return None
        return _to_installation(answer, who)

    async def _exchange(self, code: str) -> AsyncSlackResponse:
        """`oauth.v2.access`, as the library would ask, but with the code in the body: an address ends up in logs."""
        settings = self.settings
        return await self.client.api_call(
            "oauth.v2.access",
            data={"code": code, "redirect_uri": settings.redirect_uri},
            headers={"Authorization": encode_basic_auth(settings.client_id, settings.client_secret)},
        )


@dataclass(frozen=True, slots=True)
class Saving(AsyncInstallationStore):
    """bolt hands over what it got; nobody asks it for anything back."""

    workspaces: InstalledWorkspaces

    @property
    def logger(self) -> logging.Logger:
        """Nothing is written there."""
        return logging.getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keep the workspace, or the organisation, in place of what was there."""
        workspace = _to_workspace(installation)
        await self.workspaces.save(workspace)
        log.info("slack_workspace_added", team=workspace.team)


def callbacks(install_url: str) -> AsyncCallbackOptions:
    """How the flow ends, as pages; `install_url` is where it begins anew."""

    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        return _ended(args, 200, _added(args.installation))

    async def failure(args: AsyncFailureArgs) -> BoltResponse:
        status, sentence = _REASONS.get(args.reason, (400, installing.adding_refused()))
        return _ended(args, status, not_added(sentence, install_url))

    return AsyncCallbackOptions(success=success, failure=failure)


def not_added(sentence: str, install_url: str) -> InstallPage:
    """Why not, and the way to the beginning."""
    return InstallPage(
        title=installing.not_added_title(), text=sentence, link=Link(installing.try_again(), install_url)
    )


def _added(installation: Installation) -> InstallPage:
    is_organisation = installation.is_enterprise_install
    name = installation.enterprise_name if is_organisation else installation.team_name
    return InstallPage(
        title=installing.added_title(name or ""),
        steps=installing.added_steps(MANNER.before.strip(), is_organisation=is_organisation),
        link=Link(installing.open_slack(), installation.custom_values[_URL]),
    )


def _ended(args: AsyncSuccessArgs | AsyncFailureArgs, status: int, page: InstallPage) -> BoltResponse:
    """The page; the browser forgets the state."""
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, body=page.html(), headers={"Content-Type": "text/html", "Set-Cookie": [cookie]})


def _to_installation(answer: Any, who: Any) -> Installation:
    """Shapes: docs.slack.dev/reference/methods/oauth.v2.access and `auth.test`."""
    team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
    return Installation(
        team_id=team.get("id"),
        team_name=team.get("name"),
        enterprise_id=enterprise.get("id"),
        enterprise_name=enterprise.get("name"),
        is_enterprise_install=bool(answer.get("is_enterprise_install")),
        bot_token=answer["access_token"],
        bot_user_id=who["user_id"],
        bot_id=who.get("bot_id"),
        user_id=(answer.get("authed_user") or {}).get("id") or "",
        custom_values={_URL: f"{who['url'].rstrip('/')}/"},
    )


def _to_workspace(installation: Installation) -> Workspace:
    place = installation.enterprise_id if installation.is_enterprise_install else installation.team_id
    name = installation.enterprise_name if installation.is_enterprise_install else installation.team_name
    return Workspace(
        team=place or "",
        name=name or "",
        url=installation.custom_values[_URL],
        token=installation.bot_token or "",
        bot_user=installation.bot_user_id or "",
        bot_id=installation.bot_id or "",
        enterprise=installation.enterprise_id,
    )
