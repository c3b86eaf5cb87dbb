"""Rate limits with Discord's headers: a bucket for each route in each channel or guild (topics/rate-limits)."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any, Final

from tests.discord.calls import Call

MAJOR: Final = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_id")
# Everything the API answers comes by way of its proxy; discord.py takes a 429 without it for a ban.
VIA: Final = {"Via": "1.1 google"}


@dataclass(slots=True)
class Bucket:
    """How many requests are left until when."""

    limit: int
    per: float
    left: int = 0
    until: float = 0.0

    def take(self) -> float:
        """Take one; say how long to wait if there is none."""
        now = time.monotonic()
        if now >= self.until:
            self.left, self.until = self.limit, now + self.per
        if self.left == 0:
            return self.until - now
        self.left -= 1
        return 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What rate limits say of a request."""

    headers: dict[str, str]
    retry_after: float = 0.0
    is_global: bool = False

    @property
    def body(self) -> dict[str, Any]:
        message = "You are being rate limited."
        return {"message": message, "retry_after": round(self.retry_after, 3), "global": self.is_global}


@dataclass(slots=True)
class RateLimits:
    """The limits of routes. They are generous unless a test sets them."""

    usual: tuple[int, float] = (50, 1.0)
    set_for: dict[str, tuple[int, float]] = field(default_factory=dict)
    buckets: dict[tuple[str, ...], Bucket] = field(default_factory=dict)
    overall: Bucket | None = None
    """The limit of all requests together; answers to interactions do not count."""

    def judge(self, call: Call) -> Verdict:
        exempt = call.route.startswith("/interactions/")
        if self.overall is not None and not exempt and (wait := self.overall.take()):
            return Verdict(VIA | _retry(wait, "global") | {"X-RateLimit-Global": "true"}, wait, is_global=True)
        bucket = self._bucket(call)
        wait = bucket.take()
        headers = VIA | _headers(call, bucket)
        return Verdict(headers | _retry(wait, "user"), wait) if wait else Verdict(headers)

    def _bucket(self, call: Call) -> Bucket:
        key = (call.method, call.route, *(call.params.get(name, "") for name in MAJOR))
        if key not in self.buckets:
            limit, per = next((span for pattern, span in self.set_for.items() if call.matches(pattern)), self.usual)
            self.buckets[key] = Bucket(limit, per)
        return self.buckets[key]


def _headers(call: Call, bucket: Bucket) -> dict[str, str]:
    after = max(0.0, bucket.until - time.monotonic())
    name = hashlib.md5(f"{call.method} {call.route}".encode(), usedforsecurity=False).hexdigest()
    return {
        "X-RateLimit-Limit": str(bucket.limit),
        "X-RateLimit-Remaining": str(bucket.left),
        "X-RateLimit-Reset": f"{time.time() + after:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
        "X-RateLimit-Bucket": name,
    }


def _retry(wait: float, scope: str) -> dict[str, str]:
    return {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": scope}
