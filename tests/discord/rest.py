"""The REST API's door: every request is read, judged, acted on and answered here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.discord import rest_application, rest_interactions, rest_messages
from tests.discord.calls import Answer, Call, Handler, read_body
from tests.discord.conformance import Conformance
from tests.discord.errors import ApiError, Problem
from tests.discord.faults import Faults
from tests.discord.rate_limits import VIA, RateLimits
from tests.discord.world import World

PREFIX: Final = "/api/v10"
ROUTES: Final = {**rest_application.ROUTES, **rest_messages.ROUTES, **rest_interactions.ROUTES}
# These are opened by the token in their path.
WITHOUT_BOT_TOKEN: Final = ("/interactions/", "/webhooks/{webhook_id}/{webhook_token}")


@dataclass(eq=False)
class Rest:
    """The API, what it was asked, and what a test wants to go wrong."""

    world: World
    token: str
    calls: list[Call] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    limits: RateLimits = field(default_factory=RateLimits)
    conformance: Conformance = field(default_factory=Conformance)
    broken: list[str] = field(default_factory=list)
    """Requests the stand-in could make nothing of."""
    is_out: bool = False

    def complain(self) -> None:
        """Fail if anything came that Discord would not have taken, or that the stand-in does not know."""
        assert not self.unknown, f"the stand-in does not know these routes: {self.unknown}"
        assert not self.broken, f"the stand-in could make nothing of these requests: {self.broken}"
        found = self.conformance.found
        assert not found, "Discord would not have taken this:\n" + "\n".join(found)

    def add_to(self, app: web.Application) -> None:
        for route, handler in ROUTES.items():
            method, _, path = route.partition(" ")
            app.router.add_route(method, PREFIX + path, self._serving(path, handler))
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._serving("", self._no_such_route))

    def _serving(self, route: str, handler: Handler) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            path = request.rel_url.raw_path.removeprefix(PREFIX)
            call = Call(self.world, request.method, path, route, request.match_info, request.query)
            call.is_upload = request.content_type == "multipart/form-data"
            call.is_authorized = request.headers.get("Authorization") == f"Bot {self.token}"
            return await self._serve(request, call, handler)

        return serve

    async def _serve(self, request: web.Request, call: Call, handler: Handler) -> web.StreamResponse:
        self.calls.append(call)
        if self.is_out:
            return _drop(request)
        fault = self.faults.take(call)
        try:
            await read_body(request, call)
        except ApiError as error:
            return self._answer(call, (error.status, error.body), VIA)
        if fault is not None:
            await fault.wait()
            if fault.drops_request:
                return _drop(request)
            if fault.status is not None:
                if fault.acts:
                    self._act(call, handler)
                return self._answer(call, (fault.status, fault.body), VIA | dict(fault.headers))
        verdict = self.limits.judge(call)
        if verdict.retry_after:
            return self._answer(call, (429, verdict.body), verdict.headers)
        answer = self._act(call, handler)
        if fault is not None and fault.drops_answer:
            return _drop(request)
        return self._answer(call, answer, verdict.headers)

    def _act(self, call: Call, handler: Handler) -> Answer:
        if not call.is_authorized and not call.route.startswith(WITHOUT_BOT_TOKEN):
            error = ApiError(Problem.UNAUTHORIZED)
            return error.status, error.body
        try:
            self.conformance.request(call)
            status, body = handler(call)
        except ApiError as error:
            return error.status, error.body
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self.broken.append(f"{call.method} {call.path}: {error!r}: {call.body!r:.500}")
            return 500, {"message": "500: Internal Server Error", "code": 0}
        self.conformance.answer(call, status, body)
        return status, body

    def _answer(self, call: Call, answer: Answer, headers: Mapping[str, str]) -> web.Response:
        call.status, body = answer
        self.world.bell.ring()
        if body is None:
            return web.Response(status=call.status, headers=headers)
        if isinstance(body, str):
            return web.Response(status=call.status, text=body, content_type="text/html", headers=headers)
        # Exactly this type: discord.py reads nothing else as JSON.
        return web.Response(
            status=call.status, body=json.dumps(body).encode(), content_type="application/json", headers=headers
        )

    def _no_such_route(self, call: Call) -> Answer:
        self.unknown.append(f"{call.method} {call.path}")
        raise ApiError(Problem.NO_SUCH_ROUTE)


def _drop(request: web.Request) -> web.Response:
    """Break the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
