"""What the chat page asks of the core."""

from __future__ import annotations

from typing import Protocol

from bot.commands import Command
from bot.domain.chat import Action, Conversation, Notice, Reply, Requester


class Core(Protocol):
    """Understands what people type and press. Posts cards by itself; a `Notice` it returns is for the page to show.

    `event_id` names what the person did: a second call with the same id makes nothing twice.
    """

    async def text(
        self, text: str, *, requester: Requester, conversation: Conversation, event_id: str, image: bytes | None
    ) -> Reply:
        """Do what the text says. It comes without its address: `/sora create a kite` arrives as `create a kite`."""
        ...

    async def command(
        self, command: Command, *, requester: Requester, conversation: Conversation, event_id: str, image: bytes | None
    ) -> Reply:
        """Do what a filled-in form says."""
        ...

    async def ask_cancel(self, job_id: str, requester: Requester) -> Notice:
        """The question before a cancel, with what it will cost; its tone is bad where there is nothing to cancel."""
        ...

    async def ask_delete(self, job_id: str, requester: Requester) -> Notice:
        """The question before a delete; its tone is bad where there is nothing to delete."""
        ...

    async def press(
        self, action: Action, job_id: str, *, requester: Requester, conversation: Conversation, event_id: str
    ) -> Reply:
        """Do what a button says."""
        ...

    async def quota_hint(self, requester: Requester) -> str:
        """One short line about what this person has left, for the corner of the page; empty for none."""
        ...
