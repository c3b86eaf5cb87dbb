"""Signed requests to the app's own address, and forged ones.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from tests.slack.envelopes import VERIFICATION
from tests.slack.told import PATIENCE, Json, Kind, Told

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
STALE: Final = 6 * 60
"""Seconds: a request as old as this is somebody else's recording."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request, to the byte."""

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    status: int | None


@dataclass(eq=False)
class HttpMode:
    """Posts to one address. It is a `Way`; the `post_…` are what others might try, and return the HTTP status."""

    url: str
    secret: str = field(repr=False)
    pauses: Sequence[float] = (0.05, 0.1, 0.2)
    patience: float = PATIENCE
    sent: list[Sent] = field(default_factory=list)
    """Everything that was posted, in order."""

    async def send(self, told: Told) -> str | None:
        """Post it once, signed anew."""
        body, kind = body_of(told)
        headers = self.signed(body, kind) | _retry(told)
        try:
            status, answer = await self._post(body, headers)
        except TimeoutError:
            return "http_timeout"
        except aiohttp.ClientError:
            return "connection_failed"
        told.status = status
        if status == 200:
            told.acknowledge(answer, status)
        return None if status == 200 else "http_error"

    async def verify_url(self, challenge: str = "a-challenge") -> tuple[int, Any]:
        """Ask whether the address is the app's, as Slack does when it is set up: the status and the answer."""
        body = json.dumps({"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}).encode()
        return await self._post(body, self.signed(body, JSON))

    async def post_unsigned(self, body: Json) -> int:
        """Without a signature."""
        return await self._status(_bytes(body), {"Content-Type": JSON})

    async def post_with_wrong_signature(self, body: Json) -> int:
        """Signed with another secret."""
        return await self._status(_bytes(body), signed(_bytes(body), JSON, "another-secret", time.time()))

    async def post_changed(self, body: Json) -> int:
        """With the signature of another body."""
        return await self._status(_bytes(body), self.signed(b"{}", JSON))

    async def post_stale(self, body: Json) -> int:
        """Signed well, some minutes ago."""
        return await self._status(_bytes(body), signed(_bytes(body), JSON, self.secret, time.time() - STALE))

    async def post_signed(self, body: Json) -> int:
        """Signed well, whatever it is."""
        return await self._status(_bytes(body), self.signed(_bytes(body), JSON))

    async def replay_last(self) -> int:
        """The last request once more, with the very same bytes and headers."""
        last = self.sent[-1]
        return await self._status(last.body, last.headers)

    def signed(self, body: bytes, content_type: str) -> dict[str, str]:
        """The headers of a request that is signed now."""
        return signed(body, content_type, self.secret, time.time())

    async def _status(self, body: bytes, headers: Mapping[str, str]) -> int:
        return (await self._post(body, headers))[0]

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, Any]:
        status: int | None = None
        timeout = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.url, data=io.BytesIO(body), headers=headers, allow_redirects=False) as answer,
            ):
                status, text = answer.status, await answer.text()
                return status, json.loads(text) if answer.content_type == JSON and text else text or None
        finally:
            self.sent.append(Sent(body, headers, status))


def signed(body: bytes, content_type: str, secret: str, moment: float) -> dict[str, str]:
    """The headers of a request that was signed at this moment."""
    stamp = str(int(moment))
    signature = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }


def body_of(told: Told) -> tuple[bytes, str]:
    """As Slack sends it: events as JSON, commands as a form, the rest as JSON in a form."""
    match told.kind:
        case Kind.EVENT:
            return _bytes(told.payload), JSON
        case Kind.COMMAND:
            return urlencode(told.payload).encode(), FORM
        case Kind.INTERACTION:
            return urlencode({"payload": json.dumps(told.payload)}).encode(), FORM


def _retry(told: Told) -> dict[str, str]:
    if not told.reasons:
        return {}
    return {"X-Slack-Retry-Num": str(len(told.reasons)), "X-Slack-Retry-Reason": told.reasons[-1]}


def _bytes(body: Json) -> bytes:
    return json.dumps(body).encode()
