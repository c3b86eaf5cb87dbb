"""Posts finished videos, each once: what Slack was asked to show is noted, looked at, and only then asked again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.lately import Lately
from adapters.slack.blocks.layout import video_message
from adapters.slack.places import Ref
from adapters.slack.posts.finding import VIDEO, Place, Searches, mark
from adapters.slack.posts.posting import post as say
from adapters.slack.posts.uploads import Sent, Uploads, where_shown
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import NO_MESSAGE, error_code, may_have_happened
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.slack_posts import SlackPost, SlackPosts
from bot.domain.chat import VideoPost
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.ports import Clock

log = structlog.get_logger()

PATIENCE: Final = timedelta(minutes=2)
"""So long a file may take to appear that Slack said it would show. It mostly takes a second.

Each further upload has twice as long: where Slack is slow, sending it again and again would not make it faster.
"""

MOST_UPLOADS: Final = 3
"""Of one video into one channel. Where Slack has shown none of them, it goes elsewhere."""

AGAIN: Final = timedelta(seconds=3)

CLOCKS_DIFFER: Final = timedelta(hours=1)
"""Ours and Slack's are less apart: no message is older by more than the note that was made before it."""


@dataclass(slots=True)
class Videos:
    """Videos as messages with a file, or with a link where there is none."""

    web: SlackWeb
    uploads: Uploads
    searches: Searches
    posts: SlackPosts
    clock: Clock
    _given_up: Lately[str, bool] = field(init=False)
    """Files that were deleted because they did not appear."""

    def __post_init__(self) -> None:
        self._given_up = Lately(self.clock, CLOCKS_DIFFER)

    async def post(
        self, workspace: Workspace, place: Place, post: VideoPost, path: Path | None, link: str | None
    ) -> Ref:
        """The message, of this try or of an earlier one. Raises `ConversationGone` where Slack shows no file there."""
        earlier = await self.posts.get(post.job_id, place.channel)
        if earlier is not None and (found := await self._of(earlier, workspace, place, post.job_id)) is not None:
            return found
        if path is None:
            return await self._link(workspace, place, post, link)
        if earlier is not None and earlier.uploads >= MOST_UPLOADS:
            log.warning("slack_shows_no_file", job=post.job_id, uploads=earlier.uploads)
            raise ConversationGone
        sent = await self.uploads.send(workspace, path, post.filename)
        await self._show(workspace, place, post, sent)
        ref = await self.uploads.shown(workspace, place.channel, sent.file_id)
        if ref is None:
            raise DeliveryPaused(AGAIN)
        return await self._arrived(post.job_id, ref)

    async def _show(self, workspace: Workspace, place: Place, post: VideoPost, sent: Sent) -> None:
        await self._begin(workspace, place, post.job_id, sent.file_id)
        try:
            await self.uploads.show(workspace, place, sent, post.filename, video_message(post, link=None).blocks)
        except (SlackApiError, ConversationGone, DeliveryPaused, aiohttp.ClientConnectorError) as error:
            if not (isinstance(error, SlackApiError) and may_have_happened(error)):
                await self.posts.drop(post.job_id, place.channel)
            raise

    async def _begin(self, workspace: Workspace, place: Place, job_id: str, file_id: str) -> None:
        await self.posts.begin(job_id, place.channel, file_id, self.clock.now())
        self.searches.forget(workspace, place.channel, job_id)

    async def remove(self, workspace: Workspace, ref: Ref) -> None:
        """Delete the message and its file. What is gone already is removed, too."""
        if ref.file is not None:
            await self.uploads.remove(workspace, ref.file)
        try:
            await self.web(workspace, "chat.delete", channel=ref.channel, ts=ref.ts)
        except SlackApiError as error:
            if error_code(error) not in NO_MESSAGE:
                raise

    async def find(self, workspace: Workspace, place: Place, job_id: str, since: str | None) -> Ref | None:
        """What an earlier try has posted."""
        earlier = await self.posts.get(job_id, place.channel)
        if earlier is not None:
            return await self._of(earlier, workspace, place, job_id)
        return await self.searches.video(workspace, place, job_id, since)

    async def _of(self, earlier: SlackPost, workspace: Workspace, place: Place, job_id: str) -> Ref | None:
        """The message of an earlier try; None where there is none, and never will be.

        Raises `DeliveryPaused` while it may still appear.
        """
        if earlier.ref is not None:
            return Ref.parse(earlier.ref)
        if not self._given_up.of(earlier.file_id):
            found = await self._look(earlier, workspace, place, job_id)
            if found is not None:
                return await self._arrived(job_id, found)
            if not earlier.file_id:
                return None
            await self._give_up(earlier, workspace, place, job_id)
        late = await self._search(earlier, workspace, place, job_id)
        if late is not None:
            await self.remove(workspace, late)  # it came at this very moment, and has lost its file
        return None

    async def _give_up(self, earlier: SlackPost, workspace: Workspace, place: Place, job_id: str) -> None:
        """Delete the file, so that it never will be shown. Raises `DeliveryPaused` while it is too early for that."""
        self.searches.forget(workspace, place.channel, job_id)
        if self.clock.now() - earlier.began_at < PATIENCE * 2 ** (earlier.uploads - 1):
            raise DeliveryPaused(AGAIN)
        log.warning("slack_file_never_shown", job=job_id)
        await self.uploads.remove(workspace, earlier.file_id)
        self._given_up.learn(earlier.file_id, value=True)

    async def _look(self, earlier: SlackPost, workspace: Workspace, place: Place, job_id: str) -> Ref | None:
        """By what Slack knows of the file; where there is none, or none for us to see, among what was said."""
        file = await self.uploads.about(workspace, earlier.file_id) if earlier.file_id else None
        if file is not None:
            return where_shown(file, place.channel, earlier.file_id)
        found = await self._search(earlier, workspace, place, job_id)
        if found is None and not earlier.file_id and place.thread is not None:
            return await self._search(earlier, workspace, Place(place.channel), job_id)  # the card was not known then
        return found

    async def _search(self, earlier: SlackPost, workspace: Workspace, place: Place, job_id: str) -> Ref | None:
        since = f"{(earlier.began_at - CLOCKS_DIFFER).timestamp():.6f}"
        return await self.searches.video(workspace, place, job_id, since)

    async def _link(self, workspace: Workspace, place: Place, post: VideoPost, link: str | None) -> Ref:
        await self._begin(workspace, place, post.job_id, "")
        message = video_message(post, link=link)
        ref = await say(self.web, workspace, place, message, metadata=mark(VIDEO, post.job_id))
        return await self._arrived(post.job_id, ref)

    async def _arrived(self, job_id: str, ref: Ref) -> Ref:
        await self.posts.end(job_id, ref.channel, str(ref))
        return ref
