"""How a workspace lets the app in. https://docs.slack.dev/authentication/installing-with-oauth."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.slack.calls import ApiError, Call
from tests.slack.told import APP_ID, Json
from tests.slack.world import User, Workspace, World


@dataclass(eq=False)
class Installing:
    """Codes that were given out."""

    world: World
    client_id: str
    client_secret: str = field(repr=False)
    _codes: dict[str, tuple[Workspace, User, set[str]]] = field(default_factory=dict)

    def consent(self, address: str, workspace: Workspace, user: User, *, is_denied: bool = False) -> str:
        """Somebody looks at the page that the app has sent them to, and says yes; where their browser goes then."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == self.client_id, asked
        if is_denied:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_hex(12)
        self._codes[code] = workspace, user, set(asked["scope"].split(","))
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def access(self, call: Call) -> Json:
        """`oauth.v2.access`."""
        client_id, client_secret = _credentials(call)
        if client_id != self.client_id:
            raise ApiError("bad_client_id")
        if client_secret != self.client_secret:
            raise ApiError("bad_client_secret")
        found = self._codes.pop(call.text("code"), None)
        if found is None:
            raise ApiError("invalid_code")
        workspace, user, scopes = found
        workspace.token, workspace.token_error = f"xoxb-{secrets.token_hex(12)}", None
        workspace.scopes = scopes
        return {
            "access_token": workspace.token,
            "token_type": "bot",
            "scope": ",".join(sorted(scopes)),
            "bot_user_id": workspace.bot_user,
            "app_id": APP_ID,
            "team": {"id": workspace.id, "name": workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": user.id},
        }


def _credentials(call: Call) -> tuple[str, str]:
    """In the header, as slack_sdk sends them, or among the arguments."""
    if call.token.startswith("Basic "):
        client_id, _, secret = base64.b64decode(call.token.removeprefix("Basic ")).decode().partition(":")
        return client_id, secret
    return call.text("client_id", ""), call.text("client_secret", "")
