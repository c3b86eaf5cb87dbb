"""The Web API: one address for each method, arguments in any shape, and Slack's errors with status 200."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from tests.slack.calls import ApiError, Call, Method, read_call
from tests.slack.faults import Fault, Faults
from tests.slack.places import HISTORY, READING
from tests.slack.rate_limits import RateLimits
from tests.slack.told import Json
from tests.slack.world import World

SCOPES: Final[Mapping[str, frozenset[str]]] = {
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.delete": frozenset({"chat:write"}),
    "conversations.open": frozenset({"im:write"}),
    "conversations.info": frozenset(READING.values()),
    "conversations.history": frozenset(HISTORY.values()),
    "conversations.replies": frozenset(HISTORY.values()),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "files.completeUploadExternal": frozenset({"files:write"}),
    "files.delete": frozenset({"files:write"}),
    "files.info": frozenset({"files:read"}),
    "users.info": frozenset({"users:read"}),
}
"""What each method needs, one of these at least; which one depends on the channel (see `places.py`)."""

APP_METHODS: Final = frozenset({"apps.connections.open", "oauth.v2.access"})


@dataclass(eq=False)
class Api:
    """`app_method` answers what is called with no workspace's token."""

    world: World
    faults: Faults
    methods: Mapping[str, Method]
    app_method: Callable[[Call], Json]
    limits: RateLimits = field(default_factory=RateLimits)
    calls: list[Call] = field(default_factory=list)

    def of(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        call = await read_call(request, self.world)
        self.calls.append(call)
        fault = self.faults.take(call.method)
        try:
            return self._answer(call) if fault is None else await self._troubled(request, call, fault)
        finally:
            self.world.changed()  # whoever waits for a call looks again

    async def _troubled(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        await asyncio.sleep(fault.wait)
        if fault.gate is not None:
            await fault.gate.wait()
        answer = self._answer(call) if fault.acts or not _answers(fault) else None
        if fault.drops:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.retry_after is not None:
            return limited(fault.retry_after)
        if fault.status is not None:
            return web.Response(status=fault.status, text="trouble")
        if fault.error is not None:
            call.error = fault.error
            return web.json_response({"ok": False, "error": fault.error})
        if fault.is_half:
            return web.json_response({"ok": True})
        assert answer is not None
        return answer

    def _answer(self, call: Call) -> web.Response:
        try:
            return self._try(call)
        except ApiError as error:
            call.error = error.code
            return web.json_response({"ok": False, "error": error.code, **error.more})

    def _try(self, call: Call) -> web.Response:
        if call.broken is not None:
            raise ApiError(call.broken)
        if call.method in APP_METHODS:
            return web.json_response({"ok": True, **self.app_method(call)})
        method = self.methods.get(call.method)
        if method is None:
            raise ApiError("unknown_method")
        self._let_in(call)
        wait = self.limits.too_soon(call)
        if wait is not None:
            call.error = "ratelimited"
            return limited(wait)
        return web.json_response(_with_warnings(call, {"ok": True, **method(call)}), headers=_rights(call))

    def _let_in(self, call: Call) -> None:
        if not call.token:
            raise ApiError("not_authed")
        if call.token.startswith("xapp-"):
            raise ApiError("not_allowed_token_type")
        workspace = self.world.by_token(call.token)
        if workspace is None:
            raise ApiError("invalid_auth")
        if workspace.token_error is not None:
            raise ApiError(workspace.token_error)
        needed = SCOPES.get(call.method)
        if needed is not None and not needed & workspace.scopes:
            raise ApiError("missing_scope", needed=min(needed), provided=",".join(sorted(workspace.scopes)))
        call.workspace = workspace


def _with_warnings(call: Call, body: Json) -> Json:
    """https://docs.slack.dev/apis/web-api#warnings."""
    if not call.warnings:
        return body
    around = {**body.get("response_metadata", {}), "warnings": call.warnings}
    return {**body, "warning": ",".join(call.warnings), "response_metadata": around}


def _rights(call: Call) -> dict[str, str]:
    """What the token may do, and what the method needs, as Slack says with every answer."""
    accepted = ",".join(sorted(SCOPES.get(call.method, ())))
    return {"X-OAuth-Scopes": ",".join(sorted(call.here.scopes)), "X-Accepted-OAuth-Scopes": accepted}


def _answers(fault: Fault) -> bool:
    """Whether it answers by itself."""
    return (
        fault.drops or fault.is_half or any(one is not None for one in (fault.retry_after, fault.status, fault.error))
    )


def limited(seconds: int) -> web.Response:
    """Too much."""
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
