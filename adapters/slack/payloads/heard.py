"""What somebody said or pressed: who, where, and how they are answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.slack.places import PLATFORM, is_direct
from adapters.slack.posts.voices import Voice
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.chat import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`channel` and `thread` are where cards and videos go.

    `event_id` is Slack's name for what was heard, the same when it comes again or is edited; `edited` is when that was,
    empty for what is as it was said. `name` is what the person is called, where that came along. `are_in`: it is known
    that we are in the channel. `place` is what the channel is called, where that came along. `own_direct`: their direct
    messages with us, where they are in those with somebody else. `is_closed`: not everybody in the workspace can read
    there.
    """

    workspace: Workspace
    user: str
    channel: str
    thread: str | None
    event_id: str
    voice: Voice
    name: str = ""
    place: str = ""
    are_in: bool = False
    own_direct: str | None = None
    edited: str = ""
    is_closed: bool = False

    @property
    def conversation(self) -> Conversation:
        """Where it was asked. What somebody says to us alone is their affair, whoever else is in the workspace."""
        return Conversation(
            platform=PLATFORM,
            team=self.workspace.team,
            channel=self.channel,
            thread=self.thread,
            only=self.user if self.is_direct else None,
            is_closed=self.is_closed,
        )

    @property
    def answer_id(self) -> str:
        """What one answer is given to: an edit makes no second video, but it has an answer of its own."""
        return f"{self.event_id}:{self.edited}" if self.edited else self.event_id

    @property
    def is_between_others(self) -> bool:
        """Whether these are the direct messages of people with each other."""
        return self.own_direct is not None

    @property
    def for_them_alone(self) -> Heard:
        """The same, for what goes to that person and nobody else: not into the direct messages of others."""
        return self if self.own_direct is None else replace(self, channel=self.own_direct, thread=None, own_direct=None)

    @property
    def is_direct(self) -> bool:
        """Whether nobody else is there."""
        return is_direct(self.channel)
