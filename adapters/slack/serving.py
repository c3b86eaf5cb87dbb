"""Puts the core behind what is heard in Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.background import background
from adapters.http.signing import Signer
from adapters.slack.app import Listeners, make_app
from adapters.slack.installation.oauth import SlackApp, add_slack_install_routes
from adapters.slack.listeners.answering import Answering
from adapters.slack.listeners.arrivals import Arrivals
from adapters.slack.listeners.filling import Filling
from adapters.slack.listeners.homes import Homes
from adapters.slack.listeners.pressing import Pressing
from adapters.slack.listeners.seen import Seen
from adapters.slack.listeners.submitting import Submitting
from adapters.slack.listeners.talking import Talking
from adapters.slack.lookups.people import People
from adapters.slack.lookups.rooms import Rooms
from adapters.slack.opening import SlackConnection
from adapters.slack.payloads.hearing import Hearing
from adapters.slack.posts.posters import Posters
from adapters.slack.transport.http_mode import add_slack_event_route
from adapters.slack.transport.socket import Socket
from adapters.slack.works import Works
from adapters.storage.backend import Backend
from bot.domain.catalogue import Catalogue
from bot.ports import Clock, Downloads
from bot.usecases.answer import Answer

NEARLY: Final = 1.0
"""Seconds for what is under way before the connection is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the adapter needs beside the core."""

    backend: Backend
    clock: Clock
    downloads: Downloads


@dataclass(frozen=True, slots=True)
class SlackService:
    """The core behind slack-bolt's app. `dispatch` takes what our listener was sent."""

    connection: SlackConnection
    app: AsyncApp
    works: Works
    homes: Homes
    around: Around

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """Answer one request of Slack's. Before it is known who we are, with 503: Slack sends events again."""
        one = self.connection.workspaces.one
        if one is not None and one.only is None:
            return BoltResponse(status=503)  # taken for another workspace's, it would be acknowledged and lost
        return await self.app.async_dispatch(request)

    def add_routes(self, app: web.Application) -> None:
        """What Slack sends to our listener, and where workspaces let us in."""
        login, store, clock = self.connection.login, self.around.backend.store, self.around.clock
        if login.signing_secret and not login.app_token:
            add_slack_event_route(
                app, dispatch=self.dispatch, signing_secret=login.signing_secret, store=store, clock=clock
            )
        installed = self.connection.workspaces.installed
        if installed is not None and login.client_id:
            slack = SlackApp(
                client_id=login.client_id,
                client_secret=login.client_secret or "",
                api=login.api_url,
                public_url=(login.public_url or "").rstrip("/"),
            )
            add_slack_install_routes(
                app, slack=slack, workspaces=installed, signer=Signer(login.secret), store=store, clock=clock
            )

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Answer people while inside; at the end, nothing new is heard and what is under way comes to its end."""
        login = self.connection.login
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.works.end, login.pace.farewell)
            if login.app_token:
                socket = Socket(
                    self.app, self.connection.web.client, login.app_token, self.connection.standing, login.pace
                )
                await stack.enter_async_context(background(socket.run(), self.homes.run()))
                stack.push_async_callback(socket.quiet)
                # While it can still be acknowledged, what is nearly done is done.
                stack.push_async_callback(self.works.settle, NEARLY)
            else:
                await stack.enter_async_context(background(self.homes.run()))
            yield


def make_service(connection: SlackConnection, core: Answer, catalogue: Catalogue, around: Around) -> SlackService:
    """Wire everything that answers people."""
    web, messenger, works = connection.web, connection.messenger, Works()
    people, rooms = People(web, around.clock, connection.login.admins), Rooms(web, around.clock)
    seen = Seen(around.backend.store, around.clock)
    hearing = Hearing(web, messenger.directs)
    answering = Answering(
        core=core, catalogue=catalogue, people=people, rooms=rooms, seen=seen, downloads=around.downloads, web=web
    )
    posters = Posters(messenger.posters, around.downloads)
    homes = Homes(web, connection.workspaces, core, people, posters, works, connection.login.pace)
    filling = Filling(web=web, hearing=hearing, works=works, answering=answering)
    listeners = Listeners(
        hearing=hearing,
        works=works,
        talking=Talking(hearing=hearing, works=works, people=people, rooms=rooms, answering=answering, filling=filling),
        pressing=Pressing(hearing=hearing, works=works, answering=answering, filling=filling, homes=homes),
        filling=filling,
        submitting=Submitting(hearing=hearing, works=works, answering=answering, homes=homes),
        homes=homes,
        arrivals=Arrivals(messenger=messenger, workspaces=connection.workspaces, rooms=rooms, seen=seen, works=works),
    )
    app = make_app(listeners, connection.workspaces, web.client, messenger.know)
    return SlackService(connection, app, works, homes, around)
