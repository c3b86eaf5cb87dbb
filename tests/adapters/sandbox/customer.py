"""A customer of the sandbox's APIXO API, strict about what it gets, and a place that callbacks are sent to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from adapters.sandbox.server import Sandbox
from tests.serving import serving

PATIENCE = 20.0


class Customer:
    """Sends requests with the key and reads the answers."""

    def __init__(self, http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.http = http
        self.sandbox = sandbox

    async def submit(self, model: str = "sora-2", body: object = None, **headers: str) -> tuple[int, Any]:
        url = f"{self.sandbox.apixo_base_url}/generateTask/{model}"
        async with self.http.post(url, json=a_body() if body is None else body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def order(self, prompt: str, callback_url: str = "", **fields: Any) -> str:
        """Submit successfully and give the task's id."""
        status, answer = await self.submit(body=a_body(prompt, callback_url, **fields))
        assert (status, answer["code"]) == (200, 200), answer
        return str(answer["data"]["taskId"])

    async def status(self, task_id: str, model: str = "sora-2") -> dict[str, Any]:
        url = f"{self.sandbox.apixo_base_url}/statusTask/{model}"
        async with self.http.get(url, params={"taskId": task_id}) as answer:
            data: dict[str, Any] = (await answer.json())["data"]
            return data | {"http": answer.status}

    async def finished(self, task_id: str) -> dict[str, Any]:
        """The answer of the status endpoint once the task is over."""
        async with asyncio.timeout(PATIENCE):
            while (data := await self.status(task_id))["state"] not in ("success", "failed"):  # noqa: ASYNC110 - a server is asked
                await asyncio.sleep(0.02)
        return data

    async def result(self, task_id: str) -> str:
        """The address of the finished video."""
        return result_of(await self.finished(task_id))

    async def control(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        async with self.http.request(method, f"{self.sandbox.url}/control/{path}", json=body) as answer:
            return answer.status, await answer.json()


def a_body(prompt: object = "a red kite", callback_url: str = "", **fields: Any) -> dict[str, Any]:
    """A valid request, with fields of its input replaced (None: left out)."""
    given = {"mode": "text-to-video", "prompt": prompt, "duration": 4, "aspect_ratio": "landscape"} | fields
    body: dict[str, Any] = {"request_type": "callback" if callback_url else "async", "provider": "official"}
    body |= {"callback_url": callback_url} if callback_url else {}
    return body | {"input": {name: value for name, value in given.items() if value is not None}}


def result_of(data: dict[str, Any]) -> str:
    urls = json.loads(data["resultJson"])["resultUrls"]
    assert len(urls) == 1
    return str(urls[0])


class Doorbell:
    """Takes callbacks; answers with `statuses` in turn, then always 200."""

    def __init__(self) -> None:
        self.url = ""
        self.rung: list[tuple[str, bytes]] = []
        self.statuses: list[int] = []

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.rung]

    async def wait_for(self, count: int) -> None:
        await until(lambda: len(self.rung) >= count)

    async def answer(self, request: web.Request) -> web.Response:
        self.rung.append((request.path_qs, await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - the condition is anything
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_doorbell() -> AsyncIterator[Doorbell]:
    doorbell = Doorbell()
    app = web.Application()
    app.router.add_post("/{tail:.*}", doorbell.answer)
    async with serving(app) as url:
        doorbell.url = f"{url}/callbacks/job-1?secret=abc1"
        yield doorbell
