"""How a workspace lets the app in. https://docs.slack.dev/authentication/installing-with-oauth."""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web

from tests.slack.calls import ApiError, Call
from tests.slack.told import APP_ID, Json
from tests.slack.world import User, Workspace, World

CODE_LIVES: Final = 600.0


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody said yes to, when, and where they were sent then."""

    workspace: Workspace
    user: User
    scopes: frozenset[str]
    redirect_uri: str
    moment: float


@dataclass(eq=False)
class Installing:
    """Codes that were given out. `visitor` says yes to whatever the page asks; without one, it asks who they are."""

    world: World
    client_id: str
    client_secret: str = field(repr=False)
    visitor: tuple[Workspace, User] | None = None
    _codes: dict[str, Consent] = field(default_factory=dict)

    def add_to(self, app: web.Application) -> None:
        """Serve the page that asks."""
        app.router.add_get("/oauth/v2/authorize", self._page)

    def consent(self, address: str, workspace: Workspace, user: User, *, is_denied: bool = False) -> str:
        """Somebody looks at the page that the app has sent them to, and says yes; where their browser goes then."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == self.client_id, asked
        if is_denied:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code, scopes = secrets.token_hex(12), frozenset(asked["scope"].split(","))
        self._codes[code] = Consent(workspace, user, scopes, asked["redirect_uri"], time.monotonic())
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def expire(self) -> None:
        """Let ten minutes pass for all codes that were given out."""
        self._codes.clear()

    def access(self, call: Call) -> Json:
        """`oauth.v2.access`."""
        client_id, client_secret = _credentials(call)
        if client_id != self.client_id:
            raise ApiError("invalid_client_id")
        if client_secret != self.client_secret:
            raise ApiError("bad_client_secret")
        consent = self._codes.pop(call.text("code"), None)
        if consent is None or consent.moment < time.monotonic() - CODE_LIVES:
            raise ApiError("invalid_code")
        if call.maybe("redirect_uri") != consent.redirect_uri:
            raise ApiError("bad_redirect_uri")
        return _let_in(consent)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("client_id") != self.client_id:
            return web.Response(status=400, text="Invalid client_id parameter")
        if not request.query.get("scope") or not request.query.get("redirect_uri"):
            return web.Response(status=400, text="No scopes requested, or nowhere to go")
        if self.visitor is None:
            return web.Response(text="<title>Slack</title>Sign in to your workspace", content_type="text/html")
        raise web.HTTPFound(self.consent(str(request.url), *self.visitor))


def _let_in(consent: Consent) -> Json:
    workspace = consent.workspace
    workspace.token, workspace.token_error = f"xoxb-{secrets.token_hex(12)}", None
    workspace.scopes = set(consent.scopes)
    return {
        "access_token": workspace.token,
        "token_type": "bot",
        "scope": ",".join(sorted(consent.scopes)),
        "bot_user_id": workspace.bot_user,
        "app_id": APP_ID,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": consent.user.id},
    }


def _credentials(call: Call) -> tuple[str, str]:
    """In the header, as slack_sdk sends them, or among the arguments."""
    if call.token.startswith("Basic "):
        client_id, _, secret = base64.b64decode(call.token.removeprefix("Basic ")).decode().partition(":")
        return client_id, secret
    return call.text("client_id", ""), call.text("client_secret", "")
