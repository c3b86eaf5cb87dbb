"""A file's way into Slack: announced, sent, shown in a channel, and waited for until it is there.

https://docs.slack.dev/messaging/working-with-files#uploading-files. Slack shows a file some time after it said that it
would (slackapi/bolt-js#2115). Asked twice, it would show it twice: so what it was asked is written down before.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.places import Ref
from adapters.slack.posts.finding import Place
from adapters.slack.posts.upload_limits import UploadLimits, much_smaller_than, smaller_than
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.faults import (
    AWAY,
    FILES_REFUSED_THERE,
    GONE,
    KEPT_FILE,
    NO_FILE,
    TOO_LARGE,
    UPLOADS_REFUSED,
    error_code,
    is_refusal,
)
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.errors import ConversationGone, DeliveryPaused

log = structlog.get_logger()

LOOKS: Final = (0.1, 0.2, 0.5, 1.0, 1.0, 2.0, 2.0, 3.0, 5.0, 5.0, 5.0)
"""Seconds between looks at whether a file is shown: about half a minute."""

SOON: Final = timedelta(seconds=1)
PIECE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class _Ticket:
    """Where an announced file is to be sent, and what it will be called."""

    address: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that Slack has, and shows nowhere yet."""

    file_id: str
    length: int


@dataclass(frozen=True, slots=True)
class Uploads:
    """Steps of an upload, each of which may fail."""

    web: SlackWeb
    limits: UploadLimits
    looks: Sequence[float] = LOOKS

    async def send(self, workspace: Workspace, path: Path, name: str) -> Sent:
        """Send the file, which nobody sees yet.

        Raises `DeliveryPaused` where the workspace does not take it; its limit is known by then.
        """
        length = (await asyncio.to_thread(path.stat)).st_size
        try:
            ticket = await self._announce(workspace, name, length)
        except SlackApiError as error:
            self._check_taken(workspace, error)
            if error_code(error) == TOO_LARGE:
                await self._try_smaller(workspace, name, length)
            raise
        await self.web.upload(ticket.address, _pieces(path), length)
        return Sent(ticket.file_id, length)

    async def keep(self, workspace: Workspace, data: bytes, name: str) -> str:
        """Send a small file that is shown nowhere yet, and return its id."""
        ticket = await self._announce(workspace, name, len(data))
        await self.web.upload(ticket.address, data, len(data))
        await self.web(workspace, "files.completeUploadExternal", files=[{"id": ticket.file_id, "title": name}])
        return ticket.file_id

    async def show(
        self, workspace: Workspace, place: Place, sent: Sent, title: str, blocks: Sequence[Mapping[str, Any]]
    ) -> None:
        """Have the file shown in the channel, with these blocks in the same message. Not to be asked twice.

        Raises `DeliveryPaused` where it surely will not be, and another upload may; `ConversationGone` where none will.
        """
        try:
            await self.web(
                workspace,
                "files.completeUploadExternal",
                in_channel=place.channel,
                files=[{"id": sent.file_id, "title": title}],
                channel_id=place.channel,
                thread_ts=place.thread,
                blocks=list(blocks),
            )
        except SlackApiError as error:
            self._check_shown(workspace, sent, error)
            raise

    async def shown(self, workspace: Workspace, channel: str, file_id: str) -> Ref | None:
        """The message that shows the file, once it is there; None where it did not appear in all that time."""
        for wait in (*self.looks, None):
            if (ref := await self.look(workspace, channel, file_id)) is not None or wait is None:
                return ref
            await asyncio.sleep(wait)
        return None

    async def look(self, workspace: Workspace, channel: str, file_id: str) -> Ref | None:
        """The message that shows the file; None while there is none."""
        file = await self.about(workspace, file_id)
        return None if file is None else where_shown(file, channel, file_id)

    async def about(self, workspace: Workspace, file_id: str) -> Mapping[str, Any] | None:
        """What Slack knows of the file; None where it is not there, or not for us to see."""
        try:
            answer = await self.web(workspace, "files.info", file=file_id)
        except SlackApiError as error:
            if error_code(error) not in NO_FILE | GONE:
                raise
            return None
        file: Mapping[str, Any] = needed(answer, "file")
        return file

    async def remove(self, workspace: Workspace, file_id: str) -> None:
        """Delete the file. One that is gone already is removed, too; one that Slack keeps is let be."""
        try:
            await self.web(workspace, "files.delete", file=file_id)
        except SlackApiError as error:
            if error_code(error) not in NO_FILE | KEPT_FILE:
                raise
            log.info("slack_file_not_deleted", error=error_code(error))

    async def _announce(self, workspace: Workspace, name: str, length: int) -> _Ticket:
        answer = await self.web(workspace, "files.getUploadURLExternal", filename=name, length=length)
        return _Ticket(str(needed(answer, "upload_url")), str(needed(answer, "file_id")))

    def _check_taken(self, workspace: Workspace, error: SlackApiError) -> None:
        """Raise `DeliveryPaused` where the workspace takes no videos: this one is linked to, soon.

        Raises `ConversationGone` where only the channel takes none.
        """
        if error_code(error) in FILES_REFUSED_THERE:
            raise ConversationGone from None
        if error_code(error) in UPLOADS_REFUSED:
            self.limits.learn(workspace.team, 0)
            raise DeliveryPaused(SOON) from None

    def _check_shown(self, workspace: Workspace, sent: Sent, error: SlackApiError) -> None:
        """Raise `DeliveryPaused` where another upload may be shown, and `ConversationGone` where none will."""
        if error_code(error) in NO_FILE:
            raise DeliveryPaused(AWAY) from None
        self._check_taken(workspace, error)
        if error_code(error) == TOO_LARGE:  # its announcement was taken: sizes cannot be tried out there
            self.limits.learn(workspace.team, much_smaller_than(sent.length))
            raise DeliveryPaused(SOON) from None
        if is_refusal(error):
            log.warning("slack_file_refused", error=error_code(error))
            raise ConversationGone from None

    async def _try_smaller(self, workspace: Workspace, name: str, length: int) -> None:
        """Learn what would be taken. Raises `DeliveryPaused`: the video is made to fit, or linked to.

        An announced upload that never comes is nothing to Slack, so sizes can be tried out.
        """
        for size in smaller_than(length):
            try:
                await self._announce(workspace, name, size)
            except SlackApiError as error:
                self._check_taken(workspace, error)
                if error_code(error) != TOO_LARGE:
                    raise
            else:
                self.limits.learn(workspace.team, size)
                raise DeliveryPaused(SOON) from None
        self.limits.learn(workspace.team, 0)
        raise DeliveryPaused(SOON) from None


def where_shown(file: Mapping[str, Any], channel: str, file_id: str) -> Ref | None:
    """The message that shows it there, by what Slack knows of the file."""
    shares = file.get("shares") or {}
    for kind in ("public", "private"):
        for share in (shares.get(kind) or {}).get(channel, ()):
            return Ref(channel, str(share["ts"]), file_id)
    return None


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """The file in pieces, read by a thread: it may be large, and the disk slow."""
    file: BinaryIO = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
    finally:
        file.close()
