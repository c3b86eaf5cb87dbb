"""The troubles a test can ask for: errors, rate limits, broken connections, slowness, an outage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.discord.errors import Problem
from tests.discord.faults import Fault
from tests.discord.rate_limits import Bucket
from tests.discord.rest import Rest
from tests.discord.world import World


@dataclass(eq=False)
class Troubles:
    """Requests are named by their kind, with a star for each part that may be anything: `POST /channels/*/messages`.

    Each trouble meets the next requests of its kind, `times` of them; `met` of what is returned counts them.
    """

    world: World
    rest: Rest

    def limit(self, pattern: str, requests: int, *, per: float) -> None:
        """Set the rate limit of a route: so many requests in so many seconds, in each channel or guild."""
        self.rest.limits.set_for[pattern] = (requests, per)
        self.rest.limits.buckets.clear()

    def limit_all(self, requests: int, *, per: float) -> None:
        """Set the limit of all requests together: 50 in a second on the real thing, none here."""
        self.rest.limits.overall = Bucket(requests, per)

    def fail(
        self,
        pattern: str,
        *,
        status: int = 503,
        problem: Problem | None = None,
        times: int = 1,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        acts: bool = False,
    ) -> Fault:
        """Answer with a status, or with one of Discord's errors, and do nothing. A body of text is sent as a page.

        `acts`: do what was asked for all the same, as a server does that fails on the way back.
        """
        if problem is not None:
            status, code, message = problem.value
            body = {"message": message, "code": code}
        return self.rest.faults.add(Fault(pattern, times, status=status, body=body, headers=headers or {}, acts=acts))

    def rate_limit(
        self, pattern: str, *, retry_after: float, times: int = 1, is_global: bool = False, code: int = 0
    ) -> Fault:
        """Answer with a 429."""
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": is_global, "code": code}
        headers = {"Retry-After": str(int(retry_after) + 1), "X-RateLimit-Scope": "global" if is_global else "shared"}
        if is_global:
            headers["X-RateLimit-Global"] = "true"
        return self.fail(pattern, status=429, times=times, body=body, headers=headers)

    def drop(self, pattern: str, *, times: int = 1) -> Fault:
        """Take the request and break the connection without acting.

        aiohttp itself repeats a GET, PUT or DELETE where the connection had been used before.
        """
        return self.rest.faults.add(Fault(pattern, times, drops_request=True))

    def lose_answer(self, pattern: str, *, times: int = 1, only_uploads: bool = False) -> Fault:
        """Do what the request asks for, and break the connection instead of saying so."""
        return self.rest.faults.add(Fault(pattern, times, drops_answer=True, only_uploads=only_uploads))

    def delay(self, pattern: str, seconds: float, *, times: int = 1) -> Fault:
        """Take this long before acting."""
        return self.rest.faults.add(Fault(pattern, times, seconds=seconds))

    def hold(self, pattern: str, *, times: int = 1) -> Fault:
        """Let requests wait until the test says `let_go()`; `await held.reached()` waits for the first of them."""
        return self.rest.faults.add(Fault(pattern, times, bell=self.world.bell, gate=asyncio.Event()))

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Let nothing be reached inside: connections break, those of the gateway and new ones, too."""
        self.rest.is_out = self.world.gateway.is_out = True
        self.world.gateway.cut()
        try:
            yield
        finally:
            self.rest.is_out = self.world.gateway.is_out = False
