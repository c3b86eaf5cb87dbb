"""The line between people and the app: what they do goes to it, over Socket Mode or HTTP."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from aiohttp import web

from tests.slack.delivery import TIMED_OUT, Delivery
from tests.slack.envelopes import event_callback, is_subscribed
from tests.slack.http_mode import HttpMode
from tests.slack.impossible import Impossible
from tests.slack.responses import Responses
from tests.slack.socket_mode import SocketMode
from tests.slack.told import Json, Kind, Told
from tests.slack.world import Channel, Message, Workspace, World

T = TypeVar("T")

_OUT: Final = frozenset({"account_inactive", "token_revoked"})


@dataclass(eq=False)
class Line:
    """What the app is told, how, and what it said to that."""

    world: World
    issue_trigger: Callable[[str], str]
    """Makes a trigger id for somebody with this id."""
    signing_secret: str = field(default_factory=secrets.token_hex, repr=False)
    socket: SocketMode = field(init=False)
    """Socket Mode: who is connected, and troubles."""
    responses: Responses = field(default_factory=Responses)
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.socket = SocketMode(self.world.bell)
        self.delivery = Delivery(self.world.bell, self.socket)
        self.world.on_event = self._happened

    @property
    def acknowledgements(self) -> list[Told]:
        """Everything the app was told, in order, each with what came of it."""
        return self.delivery.told

    @property
    def patience(self) -> float:
        """Seconds in which the app must say that it has something."""
        return self.delivery.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self.delivery.patience = self.socket.patience = seconds
        if isinstance(self.delivery.way, HttpMode):
            self.delivery.way.patience = seconds

    @property
    def http(self) -> HttpMode:
        """Where the app is told over HTTP, and what others might try there."""
        if not isinstance(self.delivery.way, HttpMode):
            raise Impossible("the app is told over Socket Mode")
        return self.delivery.way

    def deliver_over_http(self, url: str, *, retry_after: Sequence[float] = (0.05, 0.1, 0.2)) -> HttpMode:
        """From now on, post to this address instead of Socket Mode; `retry_after` are seconds before further tries."""
        way = HttpMode(url, self.signing_secret, retry_after, self.patience)
        self.delivery.way = way
        return way

    def deliver_over_socket(self) -> None:
        """From now on, use Socket Mode, as it is in the beginning."""
        self.delivery.way = self.socket

    def add_to(self, app: web.Application) -> None:
        """Serve sockets and response addresses."""
        app.router.add_get("/socket/{ticket}", self.socket.serve)
        app.router.add_post("/response/{name}", self.responses.serve)

    def listens_at(self, url: str) -> None:
        """What addresses begin with."""
        self.socket.origin, self.responses.origin = url.replace("http", "ws", 1), url

    def repeat_last_event(self, reason: str = TIMED_OUT) -> Told:
        """Send the last event again, with the same id."""
        return self.delivery.repeat_last_event(reason)

    async def until(self, look: Callable[[], T | None], *, within: float = 10.0, wanted: str = "it") -> T:
        """What `look` finds, as soon as it finds something; else say what is there."""
        return await self.world.bell.until(look, within=within, wanted=lambda: f"no {wanted}; there is\n{self.seen()}")

    async def channel_until(
        self, channel: Channel, look: Callable[[Message], object], *, within: float = 10.0
    ) -> Message:
        """The newest message there of which this is true, those for one person alone included."""

        def found() -> Message | None:
            there = (message for message in reversed(channel.log) if not message.is_deleted)
            return next((message for message in there if look(message)), None)

        return await self.until(found, within=within, wanted=f"such message in {channel.name}")

    def uninstall(self, workspace: Workspace) -> None:
        """A workspace throws the app out."""
        workspace.token_error = "account_inactive"
        tokens = {"oauth": [], "bot": [workspace.bot_user]}
        self._tell_event(workspace, {"type": "tokens_revoked", "tokens": tokens, "event_ts": self.world.new_ts()})
        self._tell_event(workspace, {"type": "app_uninstalled", "event_ts": self.world.new_ts()})

    def tell_late_of_uninstalling(self, workspace: Workspace, seconds_ago: int) -> None:
        """A workspace threw the app out a while ago, and Slack says so only now."""
        event = {"type": "app_uninstalled", "event_ts": self.world.new_ts()}
        self.delivery.tell(Kind.EVENT, event_callback(workspace, event, seconds_ago))

    def revoke_tokens(self, workspace: Workspace) -> None:
        """A workspace takes the bot's token back."""
        workspace.token_error = "token_revoked"
        tokens = {"oauth": [], "bot": [workspace.bot_user]}
        self._tell_event(workspace, {"type": "tokens_revoked", "tokens": tokens, "event_ts": self.world.new_ts()})

    def seen(self) -> str:
        """All that is said anywhere, for a test that fails."""
        channels = [channel for workspace in self.world.workspaces.values() for channel in workspace.channels.values()]
        said = [message for channel in channels for message in channel.log if not message.is_deleted]
        return "\n".join(
            f"  {message.channel.name}{f' (for {message.only_for})' if message.only_for else ''}"
            f" {message.user}: {message.text!r}"
            for message in said
        )

    async def close(self) -> None:
        """Hang up."""
        await self.delivery.close()
        self.socket.drop()

    def _happened(self, workspace: Workspace, event: Json) -> None:
        """Of a workspace that has thrown the app out, it hears nothing more."""
        if is_subscribed(event) and workspace.token is not None and workspace.token_error not in _OUT:
            self._tell_event(workspace, event)

    def _tell_event(self, workspace: Workspace, event: Json) -> None:
        self.delivery.tell(Kind.EVENT, event_callback(workspace, event))
