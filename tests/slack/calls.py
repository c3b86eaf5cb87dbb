"""One call of the Web API: what came with it, however it came."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.slack.told import Json
from tests.slack.world import Workspace, World

AS_JSON: Final = frozenset({"blocks", "metadata", "files", "view", "attachments"})
"""Arguments that are JSON inside a form."""


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
            raise ApiError("missing_argument" if name == "length" else "invalid_arguments", **_lacks(name))
        return str(value)

    def maybe(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value in (None, "") else str(value)

    def number(self, name: str, default: int) -> int:
        return int(self.arguments.get(name) or default)

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
            raise ApiError("invalid_blocks" if name == "blocks" else "invalid_arguments") from None


Method = Callable[[Call], Json]


def _lacks(name: str) -> dict[str, Any]:
    return {"response_metadata": {"messages": [f"[ERROR] missing required field: {name}"]}}


async def read_call(request: web.Request, world: World) -> Call:
    """From the query, a form or a JSON body; the token from the header, or from among the arguments."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    else:
        arguments |= dict(await request.post())
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = bearer or str(arguments.pop("token", ""))
    return Call(world, request.match_info["method"], token, arguments)
