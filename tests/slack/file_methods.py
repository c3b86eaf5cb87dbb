"""Files: announced, sent, shown in a channel some time later, looked up, deleted."""

from __future__ import annotations

import asyncio
import base64
import mimetypes
import secrets
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.slack.calls import ApiError, Call, Method
from tests.slack.chat_methods import blocks_in, say, thread_in
from tests.slack.faults import Faults
from tests.slack.places import postable
from tests.slack.shown import deleted, file_of
from tests.slack.told import Json
from tests.slack.world import Channel, File, Workspace, World

POSTER: Final = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb"
    "qmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAJ"
    "ABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhBy"
    "JxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT"
    "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAA"
    "AAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom"
    "JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExc"
    "bHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwCvRRRWB6h//9k="
)
"""A small red picture, as Slack makes one of every video."""

LONGEST_WAIT: Final = 60.0

LOGIN_PAGE: Final = "<!DOCTYPE html><title>Slack</title><form>Sign in to your workspace</form>"


@dataclass(eq=False)
class Files:
    """`share_delay`: how long a file takes to be seen that is to be shown. `shares_lost`: how many never are."""

    world: World
    faults: Faults
    origin: str = ""
    share_delay: float = 0.05
    shares_lost: int = 0
    looks_before_share: int = 0
    """How often `files.info` must be asked for a file before it is shown."""
    looks: Counter[str] = field(default_factory=Counter)
    """How often it was, by the file's id."""
    uploads: dict[str, tuple[Workspace, File]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def methods(self) -> dict[str, Method]:
        return {
            "files.getUploadURLExternal": self._announce,
            "files.completeUploadExternal": self._complete,
            "files.info": self._info,
            "files.delete": self._delete,
        }

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/upload/{ticket}", self._take_bytes)
        app.router.add_get("/files-pri/{name}/{rest:.*}", self._give_bytes)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _announce(self, call: Call) -> Json:
        here, name, length = call.here, call.text("filename"), int(call.text("length"))
        if length <= 0:
            raise ApiError("missing_argument")
        if here.refuses_uploads and not (
            here.refuses_uploads == "file_uploads_except_images_disabled" and _is_image(name)
        ):
            raise ApiError(here.refuses_uploads)
        if here.largest_upload is not None and length > here.largest_upload:
            raise ApiError("file_upload_size_restricted")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(self.world.new_id("F"), name, kind, here.bot_user, length=length)
        ticket = secrets.token_urlsafe(8)
        self.uploads[ticket] = here, file
        return {"upload_url": f"{self.origin}/upload/{ticket}", "file_id": file.id}

    async def _take_bytes(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take("upload")
        if fault is not None and fault.gate is not None:
            await fault.gate.wait()
        if request.match_info["ticket"] not in self.uploads:
            return web.Response(status=404)
        here, file = self.uploads[request.match_info["ticket"]]
        content = await _content(request)
        if fault is not None and fault.drops:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault is not None and fault.status is not None:
            return web.Response(status=fault.status)
        if len(content) != file.length:
            return web.Response(status=400, text="wrong length")
        file.content = content
        here.files[file.id] = file
        return web.Response(text=f"OK - {len(content)}")

    def _complete(self, call: Call) -> Json:
        wanted = call.json("files") or []
        if not wanted:
            raise ApiError("invalid_arguments")
        files = [self._ready(call, one) for one in wanted]
        channel_id = call.maybe("channel_id")
        if channel_id is not None:
            channel = postable(call, channel_id)
            blocks = [] if call.maybe("initial_comment") else blocks_in(call)
            if any(block["type"] == "markdown" for block in blocks):
                raise ApiError("internal_error")
            thread = thread_in(call, channel)
            self._begin(self._share(call, channel, files, blocks, thread))
        for file in files:
            file.is_complete = True
        return {"files": [{"id": file.id, "title": file.title} for file in files]}

    def _ready(self, call: Call, wanted: Json) -> File:
        file = call.here.files.get(str(wanted.get("id")))
        if file is None or file.content is None or file.is_complete or file.is_deleted:
            raise ApiError("file_not_found")
        file.title = str(wanted.get("title") or file.name)
        return file

    async def _share(
        self, call: Call, channel: Channel, files: list[File], blocks: list[Json], thread: str | None
    ) -> None:
        await asyncio.sleep(self.share_delay)
        if self.shares_lost > 0:
            self.shares_lost -= 1
            return
        await self.world.bell.look(lambda: self.looks[files[0].id] >= self.looks_before_share, within=LONGEST_WAIT)
        there = [file for file in files if not file.is_deleted]
        if not there:
            return
        message = say(
            call, channel, call.maybe("initial_comment") or "", blocks, thread, files=there, subtype="file_share"
        )
        for file in there:
            file.shares.setdefault(channel.id, []).append(message)
        self.world.changed()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _info(self, call: Call) -> Json:
        file = self._known(call)
        self.looks[file.id] += 1
        self.world.changed()
        return {"file": self._body(call.here, file), "content": ""}

    def _body(self, here: Workspace, file: File) -> Json:
        body = file_of(here, file)
        if file.mimetype.startswith("video/") and file.shares:
            folder = f"{self.origin}/files-pri/{here.id}-{file.id}"
            body["thumb_video"] = f"{folder}/thumb_video.jpg"
        shares: dict[str, dict[str, list[Json]]] = {"public": {}, "private": {}}
        for channel_id, messages in file.shares.items():
            channel = here.channels[channel_id]
            kind = "public" if channel.kind == "channel" else "private"
            where = {"channel_name": channel.name, "team_id": here.id}
            there = [message for message in messages if not message.is_deleted]
            if there:
                shares[kind][channel_id] = [{"ts": one.ts, "thread_ts": one.thread_ts, **where} for one in there]
        return {**body, "shares": {kind: found for kind, found in shares.items() if found}}

    def _delete(self, call: Call) -> Json:
        file = self._known(call)
        if file.owner != call.here.bot_user:
            raise ApiError("cant_delete_file")
        file.is_deleted = True
        for messages in file.shares.values():
            for message in messages:
                message.files.remove(file)
                if not message.files and not message.blocks and not message.is_deleted:
                    message.is_deleted = True
                    self.world.on_event(call.here, deleted(message))
        self.world.changed()
        return {}

    def _known(self, call: Call) -> File:
        file = call.here.files.get(call.text("file"))
        if file is None or not file.is_complete:
            raise ApiError("file_not_found")
        if file.is_deleted:
            raise ApiError("file_deleted")
        return file

    async def _give_bytes(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take("file")
        if fault is not None and fault.status is not None:
            return web.Response(status=fault.status)
        team, _, file_id = request.match_info["name"].partition("-")
        here = self.world.workspaces.get(team)
        file = None if here is None else here.files.get(file_id)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if here is None or token != here.token or here.token_error is not None:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if file is None or file.is_deleted or file.content is None or not self._may_see(here, file):
            return web.Response(status=404)
        if request.match_info["rest"].startswith("thumb"):
            return web.Response(body=POSTER, content_type="image/jpeg")
        return web.Response(body=file.content, content_type=file.mimetype)

    def _may_see(self, here: Workspace, file: File) -> bool:
        """Its own files, and those in channels it is in."""
        channels = [here.channels[channel_id] for channel_id in file.shares]
        return file.owner == here.bot_user or not channels or any(here.bot_user in one.members for one in channels)


def _is_image(name: str) -> bool:
    return (mimetypes.guess_type(name)[0] or "").startswith("image/")


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    part = next(iter(form.values()))
    return part.file.read() if isinstance(part, web.FileField) else str(part).encode()
