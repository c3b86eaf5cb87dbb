"""`/slack/install` and `/slack/oauth_redirect`: a workspace adds the bot by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.http.signing import Signer
from adapters.slack.installation.install_pages import PAGE_HEADERS
from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.installation.oauth_flow import InstallFlow, Saving, callbacks, not_added
from adapters.slack.installation.oauth_states import LIFETIME, States
from adapters.slack.installation.scopes import SCOPES
from adapters.slack.web_api.api_address import authorize_address
from bot.ports import Clock, Store
from bot.texts import installing

log = structlog.get_logger()

INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"

_COOKIE: Final = "__Host-sora-slack-install"
"""The prefix lets no neighbouring site set it: https://www.rfc-editor.org/rfc/rfc6265bis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackApp:
    """Our app as Slack knows it. `api` is the address of the Web API, `public_url` how the world reaches us."""

    client_id: str
    client_secret: str = field(repr=False)
    api: str
    public_url: str


def add_slack_install_routes(
    app: web.Application,
    *,
    slack: SlackApp,
    workspaces: InstalledWorkspaces,
    signer: Signer,
    store: Store,
    clock: Clock,
) -> None:
    """`GET /slack/install` sends people to Slack's question; from there they come to `GET /slack/oauth_redirect`.

    Every answer there is a page. Nothing is kept unless the state is ours, unused, younger than ten minutes and from
    the same browser, and Slack gives a token that works.
    """
    flow = _flow(slack, States(signer, store, clock), workspaces)
    install_url = f"{slack.public_url}{INSTALL}"
    app.router.add_get(INSTALL, _route(flow.handle_installation, install_url))
    app.router.add_get(REDIRECT, _route(flow.handle_callback, install_url))


def _flow(slack: SlackApp, states: States, workspaces: InstalledWorkspaces) -> InstallFlow:
    return InstallFlow(
        client=AsyncWebClient(base_url=slack.api),
        settings=AsyncOAuthSettings(
            client_id=slack.client_id,
            client_secret=slack.client_secret,
            scopes=SCOPES,
            user_scopes=(),
            redirect_uri=f"{slack.public_url}{REDIRECT}",
            authorization_url=authorize_address(slack.api),
            install_page_rendering_enabled=False,  # Slack's own page says what we are and what we ask for
            callback_options=callbacks(f"{slack.public_url}{INSTALL}"),
            installation_store=Saving(workspaces),
            state_store=states,
            state_cookie_name=_COOKIE,
            state_expiration_seconds=int(LIFETIME.total_seconds()),
        ),
    )


def _route(
    step: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], install_url: str
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            response = await to_aiohttp_response(await step(_to_bolt(request)))
        except Exception:
            log.exception("slack_install_failed")
            page = not_added(installing.adding_trouble(), install_url)
            response = web.Response(status=502, text=page.html(), content_type="text/html")
        return _secured(response)

    return handle


def _to_bolt(request: web.Request) -> AsyncBoltRequest:
    """What the flow reads of a request. A `team` in it would reach Slack's address as it stands, so it stays behind."""
    query = {name: request.query[name] for name in ("code", "state", "error") if name in request.query}
    return AsyncBoltRequest(body="", query=query, headers={"cookie": request.headers.getall("Cookie", [])})


def _secured(response: web.Response) -> web.Response:
    response.headers.update(PAGE_HEADERS)
    for cookie in response.cookies.values():
        cookie["samesite"] = "Lax"  # it comes along when Slack sends people back, and with nothing else
    return response
