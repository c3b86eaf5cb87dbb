"""What the app does with itself: connect, be let in, give a token back, leave a workspace."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.slack.calls import ApiError, Call, Method
from tests.slack.line import Line
from tests.slack.oauth import Installing
from tests.slack.told import Json


@dataclass(eq=False)
class AppMethods:
    """Methods that concern the app and no channel. `token_error` is what Slack answers to the app's own token."""

    line: Line
    installing: Installing
    token: str = field(repr=False)
    token_error: str | None = None

    def of_app(self, call: Call) -> Json:
        """`oauth.v2.access` and `apps.connections.open`, which no workspace's token goes with."""
        return self.installing.access(call) if call.method == "oauth.v2.access" else self._connect(call)

    def of_workspace(self) -> dict[str, Method]:
        return {"auth.revoke": self._revoke, "apps.uninstall": self._uninstall}

    def _connect(self, call: Call) -> Json:
        if not call.token:
            raise ApiError("not_authed")
        if call.token.startswith("xoxb-"):
            raise ApiError("not_allowed_token_type")
        if call.token != self.token:
            raise ApiError("invalid_auth")
        if self.token_error is not None:
            raise ApiError(self.token_error)
        answer = self.line.socket.open()
        if not answer.pop("ok"):
            raise ApiError(answer["error"])
        return answer

    def _revoke(self, call: Call) -> Json:
        is_test = call.flag("test")
        if not is_test:
            self.line.revoke_tokens(call.here)
        return {"revoked": not is_test}

    def _uninstall(self, call: Call) -> Json:
        if call.text("client_id") != self.installing.client_id:
            raise ApiError("invalid_client_id")
        if call.text("client_secret") != self.installing.client_secret:
            raise ApiError("bad_client_secret")
        self.line.uninstall(call.here)
        return {}
