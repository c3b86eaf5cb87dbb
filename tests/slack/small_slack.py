"""As much of the Web API as the tests of people and of the ways to an app need."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.slack.line import Line
from tests.slack.people import Person
from tests.slack.responses import with_ids
from tests.slack.shown import posted
from tests.slack.told import Json
from tests.slack.windows import as_opened
from tests.slack.world import Channel, Message, User, Workspace, World


@dataclass(eq=False)
class SmallTriggers:
    """Who has done something."""

    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, user_id: str) -> str:
        trigger = secrets.token_hex(8)
        self.issued[trigger] = user_id
        return trigger


@dataclass(eq=False)
class SmallSlack:
    """One workspace."""

    line: Line
    workspace: Workspace
    triggers: SmallTriggers
    api_url: str = ""

    def person(self, name: str) -> Person:
        user = User(self.line.world.new_id("U"), name)
        self.workspace.users[user.id] = user
        return Person(self.line, self.workspace, user)

    def channel(self, name: str, *people: Person) -> Channel:
        members = {person.id for person in people} | {self.workspace.bot_user}
        return self.workspace.make_channel("channel", name, members)

    async def call(self, request: web.Request) -> web.Response:
        body: Json = await request.json() if request.content_type == "application/json" else dict(await request.post())
        match request.match_info["method"]:
            case "apps.connections.open":
                answer = self.line.socket.open()
            case "auth.test":
                answer = {"team_id": self.workspace.id, "user_id": self.workspace.bot_user, "bot_id": "B1"}
            case "chat.postMessage":
                answer = self._post(body)
            case "views.open":
                user = self.workspace.users[self.triggers.issued.pop(body["trigger_id"])]
                user.views.append(as_opened(self.workspace, _view(body)))
                answer = {"view": user.views[-1]}
            case _:
                self.workspace.users[body["user_id"]].home = as_opened(self.workspace, _view(body))
                answer = {}
        self.line.world.changed()
        return web.json_response({"ok": True, **answer})

    def _post(self, body: Json) -> Json:
        blocks: Any = body.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        message = Message(
            channel=self.workspace.channels[body["channel"]],
            ts=self.line.world.new_ts(),
            user=self.workspace.bot_user,
            bot_id=self.workspace.bot_id,
            text=body["text"],
            blocks=with_ids(blocks),
            thread_ts=body.get("thread_ts"),
        )
        self.line.world.add_message(message)
        self.line.world.on_event(self.workspace, posted(message))
        return {"ts": message.ts}


def _view(body: Json) -> Json:
    view: Json = json.loads(body["view"]) if isinstance(body["view"], str) else body["view"]
    return view


@asynccontextmanager
async def open_small_slack() -> AsyncIterator[SmallSlack]:
    """Serve it until the block ends."""
    world = World()
    workspace = Workspace(world, "T1", "Studio", "studio", world.new_id("U"), world.new_id("B"), "xoxb-1")
    world.workspaces[workspace.id] = workspace
    triggers = SmallTriggers()
    slack = SmallSlack(Line(world, triggers.issue), workspace, triggers)
    app = web.Application()
    slack.line.add_to(app)
    app.router.add_post("/api/{method}", slack.call)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        slack.line.listens_at(port)
        slack.api_url = f"http://127.0.0.1:{port}/api/"
        yield slack
    finally:
        await slack.line.close()
        await runner.cleanup()
