"""A stand-in for Slack on loopback: Web API, files, Socket Mode and signed requests, for the real slack-bolt.

    async with open_slack() as slack:
        studio = slack.add_workspace()
        videos = slack.add_channel(studio, "videos")
        ann = slack.add_person(studio, "ann")
        # start the bot with studio.token, slack.app_token and slack.api_url
        await slack.socket.connected()
        ann.mentions(videos, "a red kite")
        card = await slack.channel_until(videos, lambda message: "accepted" in text_of(message))
        await ann.presses(card, "Cancel")

People act through the real protocol and see what people see: nothing of the bot is called from here. There is no
`__init__.py`: with one, pytest would import these files as a package named `slack`.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from tests.serving import serving
from tests.slack import chat_methods, conversation_methods, user_methods
from tests.slack.api import Api
from tests.slack.app_methods import AppMethods
from tests.slack.calls import Call
from tests.slack.faults import Fault, Faults
from tests.slack.file_methods import Files
from tests.slack.line import Line
from tests.slack.oauth import Installing
from tests.slack.people import Person
from tests.slack.rate_limits import RateLimits
from tests.slack.told import APP_ID
from tests.slack.triggers import Triggers
from tests.slack.view_methods import view_methods
from tests.slack.world import Channel, User, Workspace, World

ALL_SCOPES: Final = frozenset(
    {
        *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read"),
        *("files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history"),
        *("mpim:read", "users:read", "metadata.message:read"),
    }
)
LARGEST_REQUEST: Final = 1 << 30


@dataclass(eq=False)
class Slack(Line):
    """Build a world, let people act in it, and make trouble."""

    triggers: Triggers = field(default_factory=Triggers)
    app_token: str = field(default_factory=lambda: f"xapp-1-{APP_ID}-{secrets.token_hex(8)}", repr=False)
    client_id: str = "1234567890.0987654321"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    app_id: str = APP_ID
    origin: str = ""
    faults: Faults = field(init=False)
    files: Files = field(init=False)
    api: Api = field(init=False)
    installing: Installing = field(init=False)
    own: AppMethods = field(init=False)
    """What the app does with itself."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.faults = Faults(self.world.bell)
        self.files = Files(self.world, self.faults)
        self.installing = Installing(self.world, self.client_id, self.client_secret)
        self.own = AppMethods(self, self.installing, self.app_token)
        methods = {
            **self.own.of_workspace(),
            **chat_methods.METHODS,
            **conversation_methods.METHODS,
            **user_methods.METHODS,
            **view_methods(self.triggers),
            **self.files.methods(),
        }
        self.api = Api(self.world, self.faults, methods, self.own.of_app)

    @property
    def api_url(self) -> str:
        """Where the Web API is, as the bot's settings have it."""
        return f"{self.origin}/api"

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API, in order; `api.of(method)` are those of one method."""
        return self.api.calls

    @property
    def app_token_error(self) -> str | None:
        """What Slack answers to the app's token; None while it is good."""
        return self.own.token_error

    @app_token_error.setter
    def app_token_error(self, error: str | None) -> None:
        self.own.token_error = error

    @property
    def limits(self) -> RateLimits:
        return self.api.limits

    def trouble(self, method: str, **how: object) -> Fault:
        """The next calls of this method meet trouble: see `Fault`."""
        return self.faults.add(Fault(method, **how))  # type: ignore[arg-type] # as given

    def add_workspace(self, name: str = "Film club", *, domain: str = "filmclub", has_app: bool = True) -> Workspace:
        """A workspace; one without the app has no token yet."""
        world = self.world
        workspace = Workspace(
            world,
            world.new_id("T"),
            name,
            domain,
            world.new_id("U"),
            world.new_id("B"),
            f"xoxb-{secrets.token_hex(12)}" if has_app else None,
            set(ALL_SCOPES) if has_app else set(),
        )
        world.workspaces[workspace.id] = workspace
        workspace.users[workspace.bot_user] = User(workspace.bot_user, "sora", is_bot=True)
        return workspace

    def add_channel(
        self, workspace: Workspace, name: str, *, is_private: bool = False, has_bot: bool = True
    ) -> Channel:
        """A channel with everybody in it, and mostly the bot."""
        members = {user.id for user in workspace.users.values() if not user.is_bot}
        if has_bot:
            members.add(workspace.bot_user)
        return workspace.make_channel("group" if is_private else "channel", name, members)

    def add_person(self, workspace: Workspace, name: str, *, is_admin: bool = False, is_owner: bool = False) -> Person:
        """Somebody who is in all channels there are."""
        user = User(self.world.new_id("U"), name, is_admin=is_admin, is_owner=is_owner)
        workspace.users[user.id] = user
        for channel in workspace.channels.values():
            if channel.kind in ("channel", "group"):
                channel.members.add(user.id)
        return Person(self, workspace, user)


@asynccontextmanager
async def open_slack(*, has_rate_limits: bool = False, share_delay: float = 0.02) -> AsyncIterator[Slack]:
    """Serve it until the block ends."""
    triggers = Triggers()
    slack = Slack(World(), triggers.issue, triggers=triggers)
    slack.limits.is_on, slack.files.share_delay = has_rate_limits, share_delay
    app = web.Application(client_max_size=LARGEST_REQUEST)
    slack.add_to(app)
    slack.files.add_to(app)
    slack.installing.add_to(app)
    app.router.add_route("*", "/api/{method}", slack.api.serve)
    async with serving(app) as url:
        slack.listens_at(url)
        slack.origin = slack.files.origin = slack.world.files_origin = url
        try:
            yield slack
        finally:
            await slack.close()
            await slack.files.close()
