"""The first pictures of videos, for people's own pages: Slack makes them, and shows there only what is a picture.

So Slack's own poster is fetched and put back as a picture that is shown nowhere else. It goes when its video goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.places import Ref
from adapters.slack.posts.uploads import Uploads
from adapters.slack.web_api.faults import AWAY, error_code, faults_translated
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.notes import Notes
from bot.domain.errors import BadImage, ConversationGone, DeliveryPaused
from bot.ports import Downloads

log = structlog.get_logger()

LOOK_UP: Final = 10.0
"""Seconds for a poster: the page is there without it, and shows it when it has come."""

NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class KeptPosters:
    """Those that were made, by the video's file: noted, and used by every process."""

    uploads: Uploads
    notes: Notes

    async def of(self, workspace: Workspace, ref: Ref) -> str | None:
        """The picture's file id; `NONE` where there can be none, and None where nobody has made it yet."""
        return await self.notes.get(_key(workspace, ref)) if ref.file else NONE

    async def keep(self, workspace: Workspace, ref: Ref, picture: str) -> None:
        """It is made."""
        await self.notes.set(_key(workspace, ref), picture)

    async def drop(self, workspace: Workspace, ref: Ref) -> None:
        """The video is gone, so its picture goes too."""
        picture = await self.of(workspace, ref)
        if picture and picture != NONE:
            await self.uploads.remove(workspace, picture)
        if ref.file:
            await self.keep(workspace, ref, NONE)  # whoever is just making one sees it


@dataclass(slots=True)
class Posters:
    """Makes those that are missing."""

    kept: KeptPosters
    downloads: Downloads
    _making: set[str] = field(default_factory=set)

    async def known(self, workspace: Workspace, refs: Mapping[str, Ref]) -> dict[str, str]:
        """The pictures' file ids by job, of those that are there already."""
        found = {job: await self.kept.of(workspace, ref) for job, ref in refs.items()}
        return {job: picture for job, picture in found.items() if picture and picture != NONE}

    async def make(self, workspace: Workspace, refs: Sequence[Ref]) -> bool:
        """Make those that are missing; whether any has come."""
        made = [await self._make(workspace, ref) for ref in refs if ref.file not in self._making]
        return any(made)

    async def _make(self, workspace: Workspace, ref: Ref) -> bool:
        if ref.file is None or await self.kept.of(workspace, ref) is not None:
            return False
        self._making.add(ref.file)
        try:
            async with asyncio.timeout(LOOK_UP):
                with faults_translated():
                    picture = await self._picture(workspace, ref, ref.file)
        except (BadImage, ConversationGone, DeliveryPaused, TimeoutError) as error:
            log.info("slack_poster_not_made", error=type(error).__name__)
            return False
        except SlackApiError as error:
            log.info("slack_poster_not_made", error=error_code(error))
            picture = NONE  # a workspace that takes no pictures: nobody need ask again
        finally:
            self._making.discard(ref.file)
        if picture is None:
            return False
        await self.kept.keep(workspace, ref, picture)
        return picture != NONE

    async def _picture(self, workspace: Workspace, ref: Ref, file_id: str) -> str | None:
        """The picture's file id; None where the video has gone meanwhile, or another process was quicker."""
        file = await self.kept.uploads.about(workspace, file_id)
        address = None if file is None else file.get("thumb_video")
        if not address:
            raise DeliveryPaused(AWAY)  # Slack makes it some time after the upload
        bearer = self.kept.uploads.web.bearer(workspace, str(address))
        data = await self.downloads.fetch_image(str(address), bearer=bearer)
        picture = await self.kept.uploads.keep(workspace, data, f"{file_id}.jpg")
        if await self.kept.of(workspace, ref) is None:
            return picture
        await self.kept.uploads.remove(workspace, picture)
        return None


def _key(workspace: Workspace, ref: Ref) -> str:
    return f"slack:poster:{workspace.team}:{ref.file}"
