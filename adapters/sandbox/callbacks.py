"""Posts callbacks the way providers do: again after a pause unless the answer is the one they want."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import structlog

_log = structlog.get_logger(__name__)


class Caller:
    """Sends callbacks; `pauses` are the waits before each further try, `patience` how long an answer may take."""

    def __init__(self, http: aiohttp.ClientSession, pauses: Sequence[timedelta], patience: timedelta) -> None:
        self._http = http
        self._pauses = pauses
        self._timeout = aiohttp.ClientTimeout(total=patience.total_seconds())

    async def deliver(self, url: str, body: bytes, statuses: list[int]) -> None:
        """Post until the answer is exactly 200 or the pauses are used up; each try's status goes into `statuses`."""
        statuses.append(await self.post(url, body))
        for pause in self._pauses:
            if statuses[-1] == 200:
                return
            await asyncio.sleep(pause.total_seconds())
            statuses.append(await self.post(url, body))

    async def post(self, url: str, body: bytes) -> int:
        """One try: the HTTP status of the answer, or 0 where none came."""
        headers = {"Content-Type": "application/json"}
        try:
            async with self._http.post(
                url, data=body, headers=headers, timeout=self._timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            _log.info("sandbox.callback_unanswered", problem=type(error).__name__)
            return 0


def with_wrong_secret(url: str) -> str:
    """The address as a stranger would guess it: the last letter or digit of its path or query is another one."""
    parts = urlsplit(url)
    if parts.query:
        return urlunsplit(parts._replace(query=_altered(parts.query)))
    return urlunsplit(parts._replace(path=_altered(parts.path)))


def _altered(text: str) -> str:
    return text[:-1] + ("0" if text.endswith("1") else "1")
