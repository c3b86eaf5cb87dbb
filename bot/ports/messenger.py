"""A chat platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost


@dataclass(frozen=True, slots=True)
class PostedFile:
    """Where a posted file can be fetched; by whoever has the `bearer`, where there is one, and else by everybody."""

    url: str = field(repr=False)
    bearer: str | None = field(default=None, repr=False)


class Messenger(Protocol):
    """Speaks into the conversations of one platform. Raises `ConversationGone` and `DeliveryPaused`."""

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:
        """Post the card, or edit the message `ref`, and return the message's ref.

        Without `ref`, a second call for the same job edits the first message where the platform can find it. A message
        that is not there any more stays away; only where the card `must_be_heard`, that raises `ConversationGone`.
        """
        ...

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:
        """Post the video, as file or as link, and return the message's ref.

        Idempotent by `post.job_id`: a second call, in this process or after a crash, returns the first message.
        """
        ...

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:
        """The ref of the job's video where an earlier try has posted it; None where not, or where nobody can know.

        `card` is the ref of the job's card, where that is known: the video was posted later.
        """
        ...

    async def posted_file(
        self, conversation: Conversation, job_id: str, ref: str, card: str | None
    ) -> Path | PostedFile | None:
        """Where the file of the job's posted video can be read: on this machine, or at an address.

        None where the message is gone, holds no file, or may not be looked at. `card` is the ref of the job's card.
        """
        ...

    def message_link(self, conversation: Conversation, ref: str) -> str | None:
        """The address that leads people to a message; None where the platform has none for it."""
        ...

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:
        """Take the job's posted video out of the conversation. One that is gone already is removed, too.

        `card` is the ref of the job's card.
        """
        ...

    async def direct(self, requester: Requester) -> Conversation | None:
        """Where this person alone can be reached; None where the platform has no such place, or they closed it."""
        ...

    async def upload_limit(self, conversation: Conversation) -> int | None:
        """The largest file this conversation takes, in bytes; None for no limit."""
        ...

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """Post a plain answer."""
        ...
