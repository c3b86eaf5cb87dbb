"""A chat platform as the bot sees it: cards cost nothing, videos are uploaded to the stand-in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.transfer import upload
from bot.domain.chat import Card, Conversation, Notice, Requester, VideoPost


@dataclass(slots=True)
class BenchMessenger:
    """The port `Messenger`. `posted_at` has the moment of each post by `time.perf_counter`."""

    client: httpx.AsyncClient
    standins: str
    cards: int = 0
    posted_at: dict[str, float] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Event] = field(default_factory=dict)

    async def put_card(self, conversation: Conversation, card: Card, ref: str | None) -> str:  # noqa: ARG002
        """Count it."""
        self.cards += 1
        return ref or f"card-{card.job_id}"

    async def post_video(self, conversation: Conversation, post: VideoPost, path: Path | None, link: str | None) -> str:  # noqa: ARG002
        """Upload the file. The stand-in answers a second upload for a job with the first message."""
        assert path is not None  # there is no upload limit
        message = await upload(self.client, f"{self.standins}/upload", post.job_id, path)
        self.posted_at[post.job_id] = time.perf_counter()
        self._posting(post.job_id).set()
        return message

    async def find_video(self, conversation: Conversation, job_id: str, card: str | None) -> str | None:  # noqa: ARG002
        """None: the upload itself is idempotent."""
        return None

    async def posted_file(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:
        """None: nobody goes on from these videos."""

    async def remove_video(self, conversation: Conversation, job_id: str, ref: str, card: str | None) -> None:
        """Nobody deletes one."""

    def message_link(self, conversation: Conversation, ref: str) -> str | None:  # noqa: ARG002
        """None."""
        return None

    async def direct(self, requester: Requester) -> Conversation | None:  # noqa: ARG002
        """None."""
        return None

    async def upload_limit(self, conversation: Conversation) -> int | None:  # noqa: ARG002
        """None."""
        return None

    async def say(self, conversation: Conversation, notice: Notice) -> None:
        """Nobody listens."""

    async def posted(self, job_id: str) -> None:
        """Wait until this job's video is posted."""
        await self._posting(job_id).wait()
        del self._waiting[job_id]

    def _posting(self, job_id: str) -> asyncio.Event:
        return self._waiting.setdefault(job_id, asyncio.Event())
