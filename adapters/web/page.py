"""The chat page as routes on the one listener."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web.access import Access
from adapters.web.chat_api import ChatApi
from adapters.web.core import Core
from adapters.web.events import HEARTBEAT, Events
from adapters.web.files import Files
from adapters.web.guard import Guard
from adapters.web.media_folder import MediaFolder
from adapters.web.room import Room
from adapters.web.sign_in import SignIn
from bot.domain.catalogue import Catalogue
from bot.ports import Clock


def add_page_routes(
    app: web.Application,
    *,
    core: Core,
    room: Room,
    media: MediaFolder,
    catalogue: Catalogue,
    access: Access,
    clock: Clock,
    heartbeat: float = HEARTBEAT,
) -> None:
    """Mount the page on the listener. Other routes of `app` are not touched; open connections end on its shutdown."""
    guard = Guard(access, clock)
    api = ChatApi(core=core, room=room, catalogue=catalogue, clock=clock)
    files, sign_in = Files.over(media), SignIn(guard)
    everyone, people = guard.for_everyone, guard.for_people
    app.add_routes(
        [
            web.get("/", everyone(files.page)),
            web.get("/login", everyone(files.login if access.password else files.page)),
            web.get("/static/{name:.+}", everyone(files.static)),
            web.get("/media/{job}.mp4", people(files.video)),
            web.post("/api/login", everyone(sign_in.sign_in)),
            web.post("/api/logout", everyone(sign_in.sign_out)),
            web.post("/api/me", people(sign_in.rename)),
            web.get("/api/bootstrap", people(api.start)),
            web.get("/api/quota", people(api.quota)),
            web.get("/api/events", people(Events(room, heartbeat).stream)),
            web.get("/api/conversations/{id}/messages", people(api.messages)),
            web.post("/api/conversations/{id}/messages", people(api.say)),
            web.post("/api/images", people(api.upload)),
            web.post("/api/actions", people(api.act)),
        ]
    )
    app.on_shutdown.append(_closing(room))


def _closing(room: Room) -> Callable[[web.Application], Awaitable[None]]:
    async def close(_: web.Application) -> None:
        room.close()

    return close
