"""Lets workspaces install the app by themselves, by slack-bolt's own flow, with what it keeps in our database."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.http.signing import LinkKind, Signer
from adapters.slack.install_pages import failure_page, install_page, success_page
from adapters.slack.installed import InstalledWorkspaces
from adapters.slack.scopes import SCOPES
from adapters.slack.workspaces import Workspace
from bot.ports import Clock, Store

log = structlog.get_logger()

INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"
STATE_LIVES: Final = timedelta(minutes=10)
STATE_SOURCE: Final = "slack-oauth-state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The app, as Slack knows it; `public_url` is ours, without a slash at the end."""

    client_id: str
    client_secret: str
    public_url: str
    api_url: str


@dataclass(frozen=True, slots=True)
class States(AsyncOAuthStateStore):
    """What says that whoever comes back is who was sent: signed, good for ten minutes, and once in all processes."""

    store: Store
    signer: Signer
    clock: Clock

    @property
    def logger(self) -> logging.Logger:
        """Silent."""
        return _quiet()

    async def async_issue(self, *args: object, **kwargs: object) -> str:  # noqa: ARG002 - the library's signature
        """A new one."""
        return self.signer.sign_link(LinkKind.INSTALL, secrets.token_urlsafe(12), self.clock.now() + STATE_LIVES)

    async def async_consume(self, state: str) -> bool:
        """Whether it is one of ours, is not over, and was never used."""
        name = self.signer.read_link(LinkKind.INSTALL, state, self.clock.now())
        if name is None:
            return False
        return await self.store.write(lambda tx: tx.seen.first_time(STATE_SOURCE, name, self.clock.now()))


@dataclass(frozen=True, slots=True)
class Installations(AsyncInstallationStore):
    """Keeps what a workspace has entrusted to us."""

    installed: InstalledWorkspaces
    client: AsyncWebClient

    @property
    def logger(self) -> logging.Logger:
        """Silent."""
        return _quiet()

    async def async_save(self, installation: Installation) -> None:
        """Ask Slack who we are there, and keep that with the token. Raises `BoltError`."""
        token = installation.bot_token
        if not token:
            raise BoltError("no bot token")
        try:
            who = await self.client.auth_test(token=token)
        except SlackClientError as error:
            raise BoltError("auth.test failed") from error
        await self.installed.keep(
            Workspace(
                team="" if installation.is_enterprise_install else installation.team_id or "",
                name=str(who.get("team") or installation.team_name or ""),
                url=str(who.get("url") or ""),
                token=token,
                bot_user=str(who["user_id"]),
                bot_id=str(who["bot_id"]),
                enterprise=installation.enterprise_id if installation.is_enterprise_install else None,
            )
        )


class _Flow(AsyncOAuthFlow):
    """The library's, with a page of ours."""

    async def build_install_page_html(self, url: str, request: object) -> str:  # noqa: ARG002 - as above
        return install_page(url)


def add_slack_install_routes(
    app: web.Application, client: Client, web_client: AsyncWebClient, installed: InstalledWorkspaces, states: States
) -> None:
    """`GET /slack/install` sends people to Slack, and `GET /slack/oauth_redirect` is where they come back to."""
    flow = _Flow(client=web_client, logger=_quiet(), settings=_settings(client, installed, states, web_client))

    async def install(request: web.Request) -> web.StreamResponse:
        return _guarded(await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request))))

    async def come_back(request: web.Request) -> web.StreamResponse:
        return _guarded(await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request))))

    app.router.add_get(INSTALL, install)
    app.router.add_get(REDIRECT, come_back)


def _settings(
    client: Client, installed: InstalledWorkspaces, states: States, web_client: AsyncWebClient
) -> AsyncOAuthSettings:
    return AsyncOAuthSettings(
        client_id=client.client_id,
        client_secret=client.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=f"{client.public_url}{REDIRECT}",
        authorization_url=f"{client.api_url.removesuffix('api/')}oauth/v2/authorize",
        installation_store=Installations(installed, web_client),
        state_store=states,
        state_expiration_seconds=int(STATE_LIVES.total_seconds()),
        callback_options=AsyncCallbackOptions(success=_done, failure=_failed),
        logger=_quiet(),
    )


async def _done(args: AsyncSuccessArgs) -> BoltResponse:
    name = args.installation.team_name or args.installation.enterprise_name or ""
    return _page(200, success_page(name))


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("slack_install_failed", reason=args.reason)
    status = 400 if args.suggested_status_code == 200 else args.suggested_status_code
    return _page(status, failure_page(args.reason, INSTALL))


def _page(status: int, html: str) -> BoltResponse:
    return BoltResponse(status=status, headers={"Content-Type": "text/html; charset=utf-8"}, body=html)


def _guarded(response: web.Response) -> web.Response:
    """No other site may frame it, nobody keeps it, and nothing in it runs."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _quiet() -> logging.Logger:
    """The library's log has whole answers in it, tokens included."""
    quiet = logging.getLogger("slack_bolt.oauth")
    quiet.setLevel(logging.CRITICAL + 1)
    return quiet
