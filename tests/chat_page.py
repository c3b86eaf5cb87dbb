"""The chat page over a real listener and a real log, with a core that does what the test says."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.http.listener import bind, served, url_of
from adapters.storage.backend import open_store
from adapters.web.access import Access
from adapters.web.media_folder import MediaFolder
from adapters.web.messenger import WebMessenger
from adapters.web.page import add_page_routes
from adapters.web.room import Room
from bot import texts
from bot.commands import Command, Create, Remix
from bot.domain.catalogue import Catalogue, Price, PriceUnit
from bot.domain.chat import Action, Cards, Conversation, Notice, Reply, Requester, Tone
from bot.domain.job import Closing, Job, JobId, JobStatus, cancel_cost
from bot.domain.job_events import Reason
from bot.domain.video import ModelName, Shape, Size
from bot.ports import Clip
from tests.builders import a_catalogue, a_job, a_request, an_offer

ROOMS = ("studio", "ideas", "random")


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def page_catalogue() -> Catalogue:
    """Two models that differ in everything the form shows."""
    shapes = {
        Shape("16:9", "720p"): Size(1280, 720),
        Shape("9:16", "720p"): Size(720, 1280),
        Shape("16:9", "1024p"): Size(1792, 1024),
    }
    first = an_offer(shapes=shapes, price=Price(PriceUnit.SECOND, 100_000), takes_seed=True)
    square = {Shape("1:1", "480p"): Size(480, 480)}
    second = an_offer(
        model=ModelName("kite-1"),
        title="Kite 1",
        seconds=(5, 10),
        default_seconds=5,
        shapes=square,
        image_roles=frozenset(),
    )
    return a_catalogue(first, second)


@dataclass(slots=True)
class ScriptedCore:
    """Accepts what it is asked for, remembers it, and moves jobs when the test says so."""

    messenger: WebMessenger
    clock: RealClock = field(default_factory=RealClock)
    jobs: dict[str, Job] = field(default_factory=dict)
    heard: list[tuple[str, Requester]] = field(default_factory=list)
    commands: list[tuple[Command, bytes | None]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    pressed: list[tuple[Action, str]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    left: int = 10

    async def text(
        self, text: str, *, requester: Requester, conversation: Conversation, event_id: str, image: bytes | None
    ) -> Reply:
        self.heard.append((text, requester))
        if self.errors:
            raise self.errors.pop(0)
        name, _, rest = text.partition(" ")
        if name in ("help", ""):
            return texts.help_notice()
        if name == "models":
            return texts.models_notice(page_catalogue())
        if name == "shout":
            return Notice(text=f"Everybody hears `{rest}`.", private=False)
        prompt = rest if name in ("create", "remix") else text
        words = r"(?:^|\s)(?:landscape|portrait|square|[a-z]+:\S+)(?=\s|$)"
        return await self.accept(re.sub(words, "", prompt).strip(), requester, conversation, event_id)

    async def command(
        self, command: Command, *, requester: Requester, conversation: Conversation, event_id: str, image: bytes | None
    ) -> Reply:
        self.commands.append((command, image))
        assert isinstance(command, Create | Remix)
        return await self.accept(command.prompt, requester, conversation, event_id)

    async def accept(self, prompt: str, requester: Requester, conversation: Conversation, event_id: str) -> Cards:
        if event_id in self.events:
            return Cards(cards=())
        self.events.append(event_id)
        self.left -= 1
        now = self.clock.now()
        job = a_job(
            f"k7m2qx{len(self.jobs) + 22:02}",
            requester=requester,
            conversation=conversation,
            request=a_request(prompt),
            created_at=now,
            expected=timedelta(seconds=40),
            price_microusd=800_000,
        )
        return Cards(cards=(await self._show(job),))

    async def ask_cancel(self, job_id: str, requester: Requester) -> Notice:
        job = self.jobs[job_id]
        if job.is_final:
            return Notice(text=texts.cannot_cancel(job), tone=Tone.BAD)
        return texts.cancel_notice(job, cancel_cost(job))

    async def ask_delete(self, job_id: str, requester: Requester) -> Notice:
        return texts.delete_notice(self.jobs[job_id], is_own=True)

    async def press(
        self, action: Action, job_id: str, *, requester: Requester, conversation: Conversation, event_id: str
    ) -> Reply:
        self.pressed.append((action, job_id))
        if action in (Action.CANCEL_NOW, Action.CANCEL_FREE):
            await self.move(job_id, JobStatus.CANCELLED, reason=Reason.CANCELLED, closing=Closing.RELEASED)
            return Notice(text="Cancelled. Your quota was given back.")
        if action is Action.DELETE_NOW:
            place = self.jobs[job_id].conversation
            await self.messenger.remove_video(place, job_id, "", None)
            await self.move(job_id, JobStatus.POSTED, deleted_at=self.clock.now())
            return Notice(text=texts.deleted())
        return await self.accept(self.jobs[job_id].request.prompt, requester, conversation, event_id)

    async def quota_hint(self, requester: Requester) -> str:
        return f"{self.left} of 10 videos left today"

    async def move(self, job_id: str, status: JobStatus, **changes: Any) -> None:
        """Bring a job to a status, and its card with it."""
        now = self.clock.now()
        moments = {
            JobStatus.QUEUED: "submitted_at",
            JobStatus.RENDERING: "started_at",
            JobStatus.FETCHING: "rendered_at",
        }
        moment = {moments[status]: now} if status in moments else {}
        await self._show(replace(self.jobs[job_id], status=status, **{**moment, **changes}))

    async def deliver(self, job_id: str, film: Path, clip: Clip) -> None:
        """Post the video, then the card that says so."""
        job = self.jobs[job_id]
        await self.messenger.post_video(job.conversation, texts.video_post(job, clip), film, None)
        await self.move(job_id, JobStatus.POSTED)

    async def _show(self, job: Job) -> Any:
        self.jobs[job.id] = job
        card = texts.job_card(
            job,
            offer=page_catalogue().offers[0],
            position=0,
            quota_left=f"{self.left} videos left today",
            now=self.clock.now(),
        )
        await self.messenger.put_card(job.conversation, card, None)
        return card

    def newest(self) -> JobId:
        """The id of the job that was accepted last."""
        return list(self.jobs.values())[-1].id


@dataclass(frozen=True, slots=True)
class ChatPage:
    """A page that is being served."""

    url: str
    core: ScriptedCore
    room: Room
    messenger: WebMessenger
    media: MediaFolder


@asynccontextmanager
async def open_chat_page(
    folder: Path,
    *,
    password: str | None = None,
    listener: socket.socket | None = None,
    heartbeat: float = 15.0,
    core: ScriptedCore | None = None,
    public_url: str | None = None,
) -> AsyncIterator[ChatPage]:
    """Serve the page from `folder` until the block ends; a second time, and it goes on where it was."""
    listener = listener or bind("127.0.0.1", 0)
    clock = RealClock()
    async with open_store(f"sqlite:///{folder / 'page.sqlite3'}", exclusive=True) as backend:
        room = Room(backend.chat_log, clock)
        for name in ROOMS:
            await room.log.add_conversation(name, name, clock.now() + timedelta(milliseconds=ROOMS.index(name)))
        media = MediaFolder(folder / "web-media")
        messenger = WebMessenger(room=room, media=media)
        core = core or ScriptedCore(messenger)
        core.messenger = messenger
        app = web.Application()
        access = Access(key=b"k" * 32, password=password, public_url=public_url)
        add_page_routes(
            app,
            core=core,
            room=room,
            media=media,
            catalogue=page_catalogue(),
            access=access,
            clock=clock,
            heartbeat=heartbeat,
        )
        async with served(app, listener):
            yield ChatPage(url_of(listener), core, room, messenger, media)


async def until(condition: Any, *, within: float = 5.0) -> Any:
    """What an async function gives as soon as it is true; fails after `within` seconds."""
    async with asyncio.timeout(within):
        while not (value := await condition()):  # noqa: ASYNC110 - it happens elsewhere, in a browser or a server
            await asyncio.sleep(0.01)
    return value
