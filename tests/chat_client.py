"""Speaks to the chat page as its scripts do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PageClient:
    """One browser: keeps its cookies, sends what the page's scripts send."""

    url: str
    http: aiohttp.ClientSession

    @property
    def same_origin(self) -> dict[str, str]:
        return {"Origin": self.url, "Sec-Fetch-Site": "same-origin", "X-Sora-Page": "1"}

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.request("GET", path, headers={"Sec-Fetch-Site": "same-origin", **headers})

    async def post(self, path: str, body: object) -> Answer:
        return await self.request("POST", path, headers=self.same_origin, json=body)

    async def request(self, method: str, path: str, **options: Any) -> Answer:
        async with self.http.request(method, self.url + path, allow_redirects=False, **options) as response:
            data = await response.read()
            is_json = response.content_type == "application/json"
            return Answer(response.status, json.loads(data) if is_json else data, response.headers)

    async def say(self, text: str, *, room: str = "studio", client_id: str = "client-id-1") -> Answer:
        return await self.post(f"/api/conversations/{room}/messages", {"text": text, "client_id": client_id})

    async def messages(self, room: str = "studio") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get(f"/api/conversations/{room}/messages")).body["messages"]
        return found

    async def sign_in(self, password: str, name: str = "") -> Answer:
        return await self.post("/api/login", {"password": password, "name": name})

    @asynccontextmanager
    async def events(self, after: int = 0, *, last: object = None) -> AsyncIterator[EventStream]:
        headers = {} if last is None else {"Last-Event-ID": str(last)}
        async with self.http.get(f"{self.url}/api/events?after={after}", headers=headers) as response:
            assert response.status == 200
            yield EventStream(response)


@dataclass(frozen=True, slots=True)
class EventStream:
    """Server-sent events, one at a time."""

    response: aiohttp.ClientResponse

    async def next(self, event: str = "message", *, within: float = 5.0) -> Any:
        """The body of the next event of this name; others are passed over."""
        async with asyncio.timeout(within):
            while True:
                name, body = await self._read()
                if name == event:
                    return body

    async def _read(self) -> tuple[str, Any]:
        fields: dict[str, str] = {}
        while line := (await self.response.content.readline()).decode().rstrip("\n"):
            key, _, value = line.partition(": ")
            fields[key] = value
        return fields.get("event", ""), json.loads(fields["data"])


@asynccontextmanager
async def open_client(url: str) -> AsyncIterator[PageClient]:
    """A browser with nothing in it."""
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of a bare address
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=aiohttp.ClientTimeout(total=20)) as http:
        yield PageClient(url, http)
