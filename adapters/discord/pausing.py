"""Nothing is sent to Discord while it has not let us in: one place for all that posts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.standing import Standing
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost
from bot.ports import PostedFile


@dataclass(frozen=True, slots=True)
class PausingMessenger:
    """The port `Messenger`: Discord's own, or `DeliveryPaused`."""

    messenger: DiscordMessenger
    standing: Standing

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        return await self.messenger.put_card(conversation, card, ref)

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        return await self.messenger.post_video(conversation, post, path, link)

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        return await self.messenger.find_video(conversation, job_id, card)

    async def posted_file(
        self, conversation: Conversation, job_id: str, ref: str, card: str | None
    ) -> Path | PostedFile | None:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        return await self.messenger.posted_file(conversation, job_id, ref, card)

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        """See `bot.ports.Messenger`."""
        return self.messenger.message_link(conversation, ref)

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        await self.messenger.remove_video(conversation, job_id, ref, card)

    async def direct(self, requester: Requester) -> Conversation | None:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        return await self.messenger.direct(requester)

    async def upload_limit(self, conversation: Conversation) -> int | None:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        return await self.messenger.upload_limit(conversation)

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """See `bot.ports.Messenger`."""
        self.standing.check()
        await self.messenger.say(conversation, notice)
