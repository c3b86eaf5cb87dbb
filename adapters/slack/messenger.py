"""Speaks into Slack's channels over its Web API alone: it does not matter who hears what people do there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.slack.blocks.layout import notice_message
from adapters.slack.blocks.pictures import private_address
from adapters.slack.lookups.directs import Directs
from adapters.slack.places import Ref, direct_conversation, is_direct
from adapters.slack.posts.cards import Cards
from adapters.slack.posts.finding import Place, Searches
from adapters.slack.posts.posters import KeptPosters
from adapters.slack.posts.posting import post
from adapters.slack.posts.upload_limits import UploadLimits
from adapters.slack.posts.uploads import LOOKS, Uploads
from adapters.slack.posts.videos import Videos
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import faults_translated
from adapters.slack.web_api.workspaces import Workspace, Workspaces
from adapters.storage.notes import Notes
from adapters.storage.slack_posts import SlackPosts
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.domain.errors import ConversationGone
from bot.ports import Clock, PostedFile


@dataclass(slots=True)
class SlackMessenger:
    """The port `Messenger`. `looks`: seconds between looks at whether a video is shown that Slack was told to show."""

    web: SlackWeb
    workspaces: Workspaces
    posts: SlackPosts
    notes: Notes
    clock: Clock
    looks: Sequence[float] = LOOKS
    directs: Directs = field(init=False)
    limits: UploadLimits = field(init=False)
    posters: KeptPosters = field(init=False)
    _cards: Cards = field(init=False)
    uploads: Uploads = field(init=False)
    _videos: Videos = field(init=False)
    _urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directs, self.limits = Directs(self.web), UploadLimits(self.clock)
        searches, self.uploads = Searches(self.web, self.clock), Uploads(self.web, self.limits, self.looks)
        self._cards = Cards(self.web, searches, self.clock)
        self.posters = KeptPosters(self.uploads, self.notes)
        self._videos = Videos(self.web, self.uploads, searches, self.posts, self.clock)

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """Post it into the thread, or into the direct messages with the one who may see it; or edit the message."""
        with faults_translated():
            workspace = await self._workspace(conversation)
            if ref is None:
                return str(await self._cards.post(workspace, await self._place(workspace, conversation, None), card))
            await self._cards.edit(workspace, _known(ref), card)
        return ref

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Post it once into the thread, or into the one under its card where the conversation is no thread itself."""
        with faults_translated():
            workspace = await self._workspace(conversation)
            place = await self._place(workspace, conversation, post.reply_to)
            return str(await self._videos.post(workspace, place, post, path, link))

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        """The message of ours that has this job's file or link."""
        with faults_translated():
            workspace = await self._workspace(conversation)
            place = await self._place(workspace, conversation, card)
            known = None if card is None else Ref.parse(card)
            since = known.ts if known is not None and known.channel == place.channel else None
            found = await self._videos.find(workspace, place, job_id, since)
        return None if found is None else str(found)

    async def posted_file(
        self,
        conversation: Conversation,
        job_id: str,  # noqa: ARG002 - the ref says where it is
        ref: str,
        card: str | None,  # noqa: ARG002 - the ref says where it is
    ) -> Path | PostedFile | None:
        """The address of the uploaded film, which Slack opens for our token alone."""
        known = Ref.parse(ref)
        if known is None or known.file is None:
            return None
        with faults_translated():
            workspace = await self._workspace(conversation)
            file = await self.uploads.about(workspace, known.file)
        url = None if file is None else private_address(file)
        return None if url is None else PostedFile(url, bearer=self.web.bearer(workspace, url))

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        """Slack's own address of the message; None where the workspace's is not known, which it soon is.

        https://docs.slack.dev/reference/methods/chat.getPermalink: one in a thread names the thread as well.
        """
        known, url = Ref.parse(ref), self._urls.get(conversation.team)
        if known is None or url is None:
            return None
        link = f"{url}archives/{known.channel}/p{known.ts.replace('.', '')}"
        thread = conversation.thread if known.channel == conversation.channel else None
        return link if thread in (None, known.ts) else f"{link}?thread_ts={thread}&cid={known.channel}"

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:  # noqa: ARG002 - the ref says where it is
        """Delete the message, its file and its poster."""
        known = Ref.parse(ref)
        if known is None:
            return
        with faults_translated():
            workspace = await self._workspace(conversation)
            await self.posters.drop(workspace, known)
            await self._videos.remove(workspace, known)

    def know(self, workspace: Workspace) -> None:
        """Remember where a workspace is, for links to its messages."""
        self._urls[workspace.team] = workspace.url

    async def direct(self, requester: Requester) -> Conversation | None:
        """The direct messages with them, where they can be opened."""
        with faults_translated():
            workspace = await self.workspaces.get(requester.team)
            channel = None if workspace is None else await self.directs.with_person(workspace, requester.user)
        return None if channel is None else direct_conversation(requester.team, channel)

    async def upload_limit(self, conversation: Conversation) -> int | None:
        """What the workspace was found to take."""
        return self.limits.of(conversation.team)

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """Post a plain answer."""
        with faults_translated():
            workspace = await self._workspace(conversation)
            place = await self._place(workspace, conversation, None)
            await post(self.web, workspace, place, notice_message(notice))

    async def _workspace(self, conversation: Conversation) -> Workspace:
        workspace = await self.workspaces.get(conversation.team)
        if workspace is None:
            raise ConversationGone
        self.know(workspace)
        return workspace

    async def _place(self, workspace: Workspace, conversation: Conversation, card: str | None) -> Place:
        """Where it goes: to one person alone, into the thread, into the one under the card, or into the channel."""
        if conversation.only is not None and not is_direct(conversation.channel):
            channel = await self.directs.with_person(workspace, conversation.only)
            if channel is None:
                raise ConversationGone
            return Place(channel)
        if conversation.thread is not None or is_direct(conversation.channel) or card is None:
            return Place(conversation.channel, conversation.thread)
        known = Ref.parse(card)
        return Place(conversation.channel, known.ts if known and known.channel == conversation.channel else None)


def _known(ref: str) -> Ref:
    known = Ref.parse(ref)
    if known is None:
        raise ConversationGone
    return known
