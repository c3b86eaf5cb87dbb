"""One call of the Web API: what came with it, however it came."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.slack.told import Json
from tests.slack.world import Workspace, World

UNREADABLE: Final = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
"""What Slack answers where they are no JSON."""


class ApiError(Exception):
    """Slack's word for what is wrong, and what it says beside it."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(eq=False)
class Call:
    """A call, read to its end."""

    world: World
    method: str
    token: str = field(repr=False)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    workspace: Workspace | None = None
    error: str | None = None
    """What was answered; None where it was a success, or nothing at all."""
    warnings: list[str] = field(default_factory=list)
    broken: str | None = None
    """Slack's error for a body that cannot be read."""
    moment: float = field(default_factory=time.monotonic)
    """When it came, by the clock that only goes forward."""

    @property
    def here(self) -> Workspace:
        assert self.workspace is not None  # methods that need one are called with one
        return self.workspace

    def text(self, name: str, default: str | None = None) -> str:
        """An argument that must be there."""
        value = self.arguments.get(name)
        if value in (None, ""):
            if default is not None:
                return default
            raise ApiError(
                "missing_argument" if name == "length" else "invalid_arguments",
                **_says(f"missing required field: {name}"),
            )
        return str(value)

    def maybe(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value in (None, "") else str(value)

    def number(self, name: str, default: int) -> int:
        value = str(self.arguments.get(name) or default)
        if not value.isdecimal():
            raise ApiError("invalid_arguments", **_says(f"must be an integer: {name}"))
        return int(value)

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def json(self, name: str) -> Any:
        """An argument that is JSON; None where it is not there."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or value == "":
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(UNREADABLE.get(name, "invalid_arguments")) from None


Method = Callable[[Call], Json]


def _says(sentence: str) -> dict[str, Any]:
    return {"response_metadata": {"messages": [f"[ERROR] {sentence}"]}}


async def read_call(request: web.Request, world: World) -> Call:
    """From the query, a form or a JSON body; the token from the header, or from a form or the query.

    https://docs.slack.dev/apis/web-api#basics
    """
    method, token = request.match_info["method"], _bearer(request)
    if request.content_type == "application/json":
        return await _read_json(request, Call(world, method, token, dict(request.query)))
    arguments = {**request.query, **await request.post()}
    call = Call(world, method, token or str(arguments.pop("token", "")), arguments)
    if request.charset is not None and request.content_type == "application/x-www-form-urlencoded":
        call.warnings.append("superfluous_charset")
    return call


async def _read_json(request: web.Request, call: Call) -> Call:
    if request.charset is None:
        call.warnings.append("missing_charset")
    try:
        body = json.loads(await request.read())
    except ValueError:
        call.broken = "invalid_json"
        return call
    if not isinstance(body, dict):
        call.broken = "json_not_object"
        return call
    call.arguments = {**call.arguments, **body}
    return call


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
