"""Which videos are on their way into Slack's channels, and which have arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.storage.engine import Engine
from adapters.storage.moments import to_moment, to_ms

KEPT: Final = timedelta(days=30)
"""No job is tried for so long."""


@dataclass(frozen=True, slots=True)
class SlackPost:
    """A video that Slack was told to show, or is about to be. `ref` is the message, once that is known.

    `file_id` is empty for one that has a link in place of a file. `uploads`: how many files were begun, with this one.
    """

    file_id: str
    ref: str | None
    began_at: datetime
    uploads: int = 1


@dataclass(frozen=True, slots=True)
class SlackPosts:
    """Posts by job and channel."""

    _engine: Engine

    async def get(self, job_id: str, channel: str) -> SlackPost | None:
        """The post, if one was ever begun there."""
        row = await self._engine.read(lambda tx: tx.sql.one("get_slack_post", job_id=job_id, channel=channel))
        return None if row is None else SlackPost(row[0], row[1], to_moment(row[2]), row[3])

    async def begin(self, job_id: str, channel: str, file_id: str, at: datetime) -> None:
        """From now on it may be there. A second one takes the first one's place; files are counted."""
        await self._engine.write(
            lambda tx: tx.sql.run(
                "begin_slack_post",
                job_id=job_id,
                channel=channel,
                file_id=file_id,
                began_at=to_ms(at),
                uploads=1 if file_id else 0,
            )
        )

    async def end(self, job_id: str, channel: str, ref: str) -> None:
        """It is there."""
        await self._engine.write(lambda tx: tx.sql.run("end_slack_post", job_id=job_id, channel=channel, ref=ref))

    async def drop(self, job_id: str, channel: str) -> None:
        """It surely is not there, and will not be."""
        await self._engine.write(lambda tx: tx.sql.run("drop_slack_post", job_id=job_id, channel=channel))

    async def forget_old(self, now: datetime) -> None:
        """Delete what is no longer of use."""
        await self._engine.write(lambda tx: tx.sql.run("forget_slack_posts", moment=to_ms(now - KEPT)))
