"""Takes the requests for every API: checks the key, counts, applies the faults, and answers in the API's own words."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hmac import compare_digest
from typing import Any, Final

from aiohttp import web

from adapters.sandbox.faults import Stage
from adapters.sandbox.gate import Gate
from adapters.sandbox.task import Order, Task, TaskState
from adapters.sandbox.voice import Reply, Voice
from adapters.sandbox.workshop import Workshop, now_ms, number

_REFUSALS: Final = {"401": 401, "402": 402, "403": 403, "404": 404, "429": 429, "429-bare": 429, "500": 500, "503": 503}
_STATUS_REFUSALS: Final = {"status-401": 401, "status-404": 404, "status-429": 429, "status-500": 500}
_LATE_WAIT: Final = timedelta(seconds=20)
_PAGE: Final = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"


@dataclass(slots=True, kw_only=True)
class Desk:
    """Stands between an API's routes and the workshop; `patience` is how long a request that hangs is held open."""

    workshop: Workshop
    key: str
    gate: Gate
    patience: timedelta = timedelta(minutes=10)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def refuse(self, request: web.Request, voice: Voice) -> web.Response | None:
        """The answer to a request without the right key or beyond the rate limit; None where it may go on."""
        given = request.headers.get("Authorization", "")
        if not compare_digest(given.encode(), f"Bearer {self.key}".encode()):
            return self.reply(voice.error(401))
        wait = self.gate.try_pass()
        return None if wait is None else self.reply(voice.error(429), retry_after=wait)

    async def submit(self, request: web.Request, order: Order, voice: Voice) -> web.StreamResponse:
        """Make a task of a valid order and answer, or do what the faults of this moment ask for."""
        struck = self.workshop.faults.strike(Stage.SUBMIT, order)
        if (refusal := self._refusal(order, voice, struck)) is not None:
            return refusal
        if "dropped" in struck:
            return drop(request)
        if not self.gate.has_room(len(self.workshop.book.running)):
            return self.reply(voice.error(429), retry_after=1)
        early = "early-callback" in struck
        task = self.workshop.take(order, voice.envelope, at_once=early)
        if early:
            await task.settled.wait()
        if "slow-answer" in struck:
            await self._hold(number(struck["slow-answer"], 10))
        return await self._answer(request, voice.accepted(task), task, struck, voice)

    async def status(self, request: web.Request, task_id: str, model: str, voice: Voice) -> web.StreamResponse:
        """Say how a task is, or do what the faults of this moment ask for."""
        task = self.workshop.book.tasks.get(task_id)
        if task is None or (task.order.provider, task.order.model) != (voice.provider, model):
            return self.reply(voice.error(404))
        task.status_calls += 1
        if task.is_late:
            await _ended(task)
        struck = self.workshop.faults.strike(Stage.STATUS, task.order)
        for name in _STATUS_REFUSALS.keys() & struck:
            wait = number(struck[name], 1) if name == "status-429" else None
            return self.reply(voice.error(_STATUS_REFUSALS[name]), retry_after=wait)
        if "status-hang" in struck:
            return await self._hang(request)
        return _spoilt(Reply(200, voice.envelope(_as_shown(task, struck))), struck, "status-non-json", "status-cut")

    def reply(self, reply: Reply, *, retry_after: float | None = None) -> web.Response:
        """The answer as it is sent."""
        headers = {} if retry_after is None else {"Retry-After": str(math.ceil(retry_after))}
        return web.json_response(reply.body, status=reply.status, headers=headers)

    def _refusal(self, order: Order, voice: Voice, struck: Mapping[str, str]) -> web.Response | None:
        """The first fault that keeps the order from becoming a task, as an answer."""
        if "model-gone" in struck:
            return self.reply(_coded(voice.model_gone(order.model), struck))
        for name, code in _REFUSALS.items():
            if name in struck:
                wait = number(struck[name], 1) if name == "429" else None
                return self.reply(_coded(voice.error(code), struck), retry_after=wait)
        return None

    async def _answer(
        self, request: web.Request, reply: Reply, task: Task, struck: Mapping[str, str], voice: Voice
    ) -> web.StreamResponse:
        """The answer to a submit whose task is made."""
        if "hang" in struck:
            return await self._hang(request)
        if "lost-answer" in struck:
            return drop(request)
        if "500-made" in struck:
            return self.reply(_coded(voice.error(500), struck))
        if "no-task-id" in struck:
            reply = replace(reply, body=_without(reply.body, task.id))
        return _spoilt(reply, struck, "non-json", "cut-json")

    async def _hang(self, request: web.Request) -> web.Response:
        await self._hold(self.patience.total_seconds())
        return drop(request)

    async def _hold(self, seconds: float) -> None:
        """Let the time pass, unless the sandbox closes."""
        try:
            async with asyncio.timeout(seconds):
                await self.closing.wait()
        except TimeoutError:
            return


async def _ended(task: Task) -> None:
    """Wait for the task's end, as long as most clients wait for an answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_LATE_WAIT.total_seconds()):
            await task.ended.wait()


def drop(request: web.Request) -> web.Response:
    """Break the connection: what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def _spoilt(reply: Reply, struck: Mapping[str, str], page: str, cut: str) -> web.Response:
    """The reply as JSON, or as the web page or the half of it that a fault asks for."""
    text = json.dumps(reply.body)
    if page in struck:
        return web.Response(text=_PAGE, content_type="text/html")
    if cut in struck:
        text = text[: len(text) // 2]
    return web.Response(text=text, status=reply.status, content_type="application/json")


def _coded(reply: Reply, struck: Mapping[str, str]) -> Reply:
    return replace(reply, status=200) if "code-only" in struck else reply


def _without(body: Mapping[str, Any], value: str) -> dict[str, Any]:
    """The body without the entries, at any depth, that hold the value."""
    kept = {key: entry for key, entry in body.items() if entry != value}
    return {key: _without(entry, value) if isinstance(entry, dict) else entry for key, entry in kept.items()}


def _as_shown(task: Task, struck: Mapping[str, str]) -> Task:
    """The task as a status request sees it: at times older than it is, or in an unknown state."""
    shown = task
    if "stale-status" in struck and task.completed_ms is not None:
        stale_ms = number(struck["stale-status"], 10) * 1000
        if now_ms() < task.completed_ms + stale_ms:
            shown = replace(task, state=TaskState.RUNNING, completed_ms=None, failure=None, result=None)
    if "unknown-state" in struck and not shown.is_over:
        shown = replace(shown, state_word=struck["unknown-state"] or "archiving_r2")
    return shown
