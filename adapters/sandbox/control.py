"""What tests and the command line ask of a running sandbox over HTTP. Every route wants the key.

GET    /control/tasks   {"tasks": [...], "submits": {owner: count}, "in_flight_max": ..., ...}
GET    /control/counts  the sums alone
GET    /control/faults  {"faults": {name: {"stage", "description"}}, "rules": [...]}
POST   /control/faults  a rule or a list: {"fault": "429", "value"?: "5", "times"?: 3, "model"?, "provider"?, "prompt"?}
DELETE /control/faults  forget the rules
POST   /control/delay   {"seconds": 0.5}
POST   /control/reset   forget tasks, counts and rules; stop what runs
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from aiohttp import web

from adapters.sandbox.book import describe
from adapters.sandbox.faultbook import to_rule
from adapters.sandbox.faults import FAULTS
from adapters.sandbox.gate import Gate
from adapters.sandbox.workshop import Workshop

_Route = Callable[[web.Request], Awaitable[web.Response]]


class Control:
    """The control endpoint. An *owner* is a callback address, or the prompt of a task without one."""

    def __init__(self, workshop: Workshop, gates: Sequence[Gate], key: str) -> None:
        self._workshop = workshop
        self._gates = gates
        self._key = key

    def routes(self) -> list[web.RouteDef]:
        """What the server mounts."""
        return [
            web.get("/control/tasks", self._guarded(self._tasks)),
            web.get("/control/counts", self._guarded(self._counts)),
            web.get("/control/faults", self._guarded(self._faults)),
            web.post("/control/faults", self._guarded(self._add_faults)),
            web.delete("/control/faults", self._guarded(self._clear_faults)),
            web.post("/control/delay", self._guarded(self._delay)),
            web.post("/control/reset", self._guarded(self._reset)),
        ]

    def reset(self) -> None:
        """Forget tasks, counts and rules; stop what runs."""
        self._workshop.cancel_all()
        self._workshop.book.reset()
        self._workshop.faults.reset()
        for gate in self._gates:
            gate.reset()

    def overview(self) -> dict[str, Any]:
        """Everything the sandbox remembers."""
        book = self._workshop.book
        tasks = [describe(task) for task in book.tasks.values()]
        return {**book.counts(), "tasks": tasks, "submits": dict(book.submits)}

    def _guarded(self, route: _Route) -> _Route:
        async def answer(request: web.Request) -> web.Response:
            given = request.headers.get("Authorization", "")
            if not compare_digest(given.encode(), f"Bearer {self._key}".encode()):
                return web.json_response({"error": "unauthorized"}, status=401)
            try:
                return await route(request)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                return web.json_response({"error": str(error)}, status=400)

        return answer

    async def _tasks(self, _: web.Request) -> web.Response:
        return web.json_response(self.overview())

    async def _counts(self, _: web.Request) -> web.Response:
        return web.json_response(self._workshop.book.counts())

    async def _faults(self, _: web.Request) -> web.Response:
        known = {name: {"stage": fault.stage, "description": fault.description} for name, fault in FAULTS.items()}
        return web.json_response({"faults": known, "rules": [asdict(rule) for rule in self._workshop.faults.rules]})

    async def _add_faults(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        rules = [to_rule(document) for document in (body if isinstance(body, list) else [body])]
        self._workshop.faults.rules.extend(rules)
        return web.json_response({"rules": len(self._workshop.faults.rules)})

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self._workshop.faults.rules.clear()
        return web.json_response({"rules": 0})

    async def _delay(self, request: web.Request) -> web.Response:
        seconds = float(json.loads(await request.read())["seconds"])
        self._workshop.delay = timedelta(seconds=min(max(seconds, 0.0), 86_400.0))
        return web.json_response({"seconds": self._workshop.delay.total_seconds()})

    async def _reset(self, _: web.Request) -> web.Response:
        self.reset()
        return web.json_response({"tasks": 0})
