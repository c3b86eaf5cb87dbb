"""A provider in APIXO's manner and a chat platform, in a process of their own: `python -m benchmarks.standins`.

Facts of the provider's envelope: https://apixo.ai/docs/api-reference/webhooks. The process prints its port as its
first line and ends when its standard input does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvloop

from benchmarks.caller import Caller, open_caller
from benchmarks.film import film_of
from benchmarks.wire import Incoming, Outgoing, ServedConnection


@dataclass(slots=True)
class Studio:
    """The provider: every task is done `delay` seconds after its submit, and says so by callback."""

    caller: Caller
    calls: asyncio.TaskGroup
    films: Sequence[bytes]
    delay: float
    address: str = ""
    done: dict[str, bool] = field(default_factory=dict)
    in_flight: int = 0
    most_in_flight: int = 0
    _numbers: count[int] = field(default_factory=count)

    def submit(self, request: Incoming) -> Outgoing:
        """`POST /api/v1/generateTask/{model}`."""
        callback_url = json.loads(request.body).get("callback_url")
        task_id = f"task_{next(self._numbers)}"
        self.done[task_id] = False
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        asyncio.get_running_loop().call_later(self.delay, self._finish, task_id, callback_url)
        return Outgoing(200, _envelope({"taskId": task_id}))

    def status(self, request: Incoming) -> Outgoing:
        """`GET /api/v1/statusTask/{model}?taskId=…`."""
        task_id = parse_qs(urlsplit(request.target).query)["taskId"][0]
        return Outgoing(200, self._state(task_id)) if task_id in self.done else Outgoing(404)

    def file(self, request: Incoming) -> Outgoing:
        """`GET /files/task_{number}.mp4`: the first tasks have the first films, all others the last one."""
        number = int(request.target.removesuffix(".mp4").rpartition("_")[2])
        return Outgoing(200, self.films[min(number, len(self.films) - 1)], "video/mp4")

    def _finish(self, task_id: str, callback_url: str | None) -> None:
        self.done[task_id] = True
        self.in_flight -= 1
        if callback_url is not None:
            self.calls.create_task(self.caller.post(callback_url, self._state(task_id)))

    def _state(self, task_id: str) -> bytes:
        now = int(time.time() * 1000)
        task: dict[str, Any] = {"taskId": task_id, "state": "processing", "createTime": now}
        if self.done[task_id]:
            result = json.dumps({"resultUrls": [f"{self.address}/files/{task_id}.mp4"]})
            task |= {"state": "success", "resultJson": result, "completeTime": now, "costTime": 1}
        return _envelope(task)


@dataclass(slots=True)
class Chat:
    """The platform: one message for each job id, however often it is posted."""

    messages: dict[str, str] = field(default_factory=dict)
    uploads: int = 0
    bytes: int = 0

    def upload(self, request: Incoming) -> Outgoing:
        """`POST /upload` with the file as body and `x-job-id`."""
        self.uploads += 1
        self.bytes += request.length
        message = self.messages.setdefault(request.headers["x-job-id"], f"m{self.uploads}")
        return Outgoing(200, json.dumps({"message": message}).encode())


def _envelope(task: dict[str, Any]) -> bytes:
    return json.dumps({"code": 200, "message": "success", "data": task}).encode()


def answer(studio: Studio, chat: Chat, request: Incoming) -> Outgoing:
    """Send a request to whom it is for."""
    match request.target.split("/", 4):
        case ["", "api", "v1", "generateTask", _]:
            return studio.submit(request)
        case ["", "api", "v1", "statusTask", _]:
            return studio.status(request)
        case ["", "files", _]:
            return studio.file(request)
        case ["", "upload"]:
            return chat.upload(request)
        case ["", "counts"]:
            return Outgoing(200, json.dumps(_counts(studio, chat)).encode())
        case _:
            return Outgoing(404)


def _counts(studio: Studio, chat: Chat) -> dict[str, int]:
    return {
        "submitted": len(studio.done),
        "in_flight": studio.in_flight,
        "most_in_flight": studio.most_in_flight,
        "posted": len(chat.messages),
        "uploads": chat.uploads,
        "bytes": chat.bytes,
    }


class _Over(Exception):
    """Nobody needs us any more; whatever callbacks are still to be sent."""


async def _end() -> None:
    raise _Over


async def serve(delay: float, lengths: Sequence[int]) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    try:
        async with open_caller() as caller, asyncio.TaskGroup() as calls:
            studio, chat = Studio(caller, calls, [film_of(length) for length in lengths], delay), Chat()
            server = await loop.create_server(lambda: ServedConnection(partial(answer, studio, chat)), "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            studio.address = f"http://127.0.0.1:{port}"
            print(port, flush=True)
            await loop.run_in_executor(None, sys.stdin.read)
            server.close()
            calls.create_task(_end())
    except* _Over:
        pass


def main() -> None:
    """Read `--delay` in seconds and `--lengths` of results in bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, required=True)
    parser.add_argument("--lengths", type=int, nargs="+", required=True)
    options = parser.parse_args()
    uvloop.run(serve(options.delay, options.lengths))


if __name__ == "__main__":
    main()
