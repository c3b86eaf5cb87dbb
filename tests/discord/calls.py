"""One request to the REST API: what came with it, and where it may go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.discord.components import Json
from tests.discord.drafts import Draft
from tests.discord.errors import ApiError, Problem
from tests.discord.files import Upload

if TYPE_CHECKING:
    from tests.discord.world import World


@dataclass(slots=True)
class Call:
    """A request, read to its end."""

    world: World
    method: str
    path: str
    """Without the address and the version: `/channels/123/messages`."""
    route: str
    """The same with names instead of values: `/channels/{channel_id}/messages`."""
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    uploads: dict[str, Upload] = field(default_factory=dict)
    is_authorized: bool = False
    is_upload: bool = False
    """Whether files come with it, as its head says before anything else is read."""
    status: int | None = None
    """What was answered; None where the connection was dropped."""

    def id(self, name: str) -> int:
        if not self.params[name].isdigit():
            raise ApiError(Problem.NO_SUCH_ROUTE)
        return int(self.params[name])

    @property
    def json(self) -> Json:
        return self.body if isinstance(self.body, dict) else {}

    @property
    def draft(self) -> Draft:
        return Draft(self.json, self.uploads)

    def matches(self, pattern: str) -> bool:
        """Whether it is such a call: `POST /channels/*/messages`, a star for each part that may be anything."""
        method, _, path = pattern.partition(" ")
        wanted = "/".join("[^/]+" if part == "*" else re.escape(part) for part in path.split("/"))
        return method in (self.method, "*") and re.fullmatch(wanted, self.path) is not None


Answer = tuple[int, Any]
Handler = Callable[[Call], Answer]
Routes = Mapping[str, Handler]
NO_CONTENT: Answer = (204, None)


async def read_body(request: web.Request, call: Call) -> None:
    """Read JSON, or a form whose part `payload_json` is the JSON and whose other parts are files."""
    if request.content_type != "multipart/form-data":
        call.body = _parse(await request.read())
        return
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read(decode=False))
        if part.name == "payload_json":
            call.body = _parse(content)
        else:
            number = re.fullmatch(r"files\[(\d+)\]", part.name or "")
            if number is None or part.filename is None:
                raise ApiError(Problem.INVALID_FORM)
            call.uploads[number[1]] = Upload(part.filename, content)


def _parse(content: bytes) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        raise ApiError(Problem.NOT_JSON) from None
