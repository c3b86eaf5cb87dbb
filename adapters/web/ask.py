"""What people do on the page, handed to the core, and its answers shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.web.access import PLATFORM, TEAM
from adapters.web.as_json import notice_json
from adapters.web.chat_log_port import ChatMessage
from adapters.web.core import Core
from adapters.web.room import Room
from bot.commands import Create, Remix
from bot.domain.chat import Action, Conversation, Notice, Reply, Requester

_ADDRESS: Final = re.compile(r"\s*(?:[/@]sora)(?=\s|[,:]|$)[,:]?\s*", re.IGNORECASE)
"""How people speak to the bot; anything else is talk among people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing a person did: who, in which conversation, and the page's own id of it."""

    requester: Requester
    conversation: str
    client_id: str

    @property
    def event_id(self) -> str:
        """One id for the core: a retry of the page has the same."""
        return f"{self.requester.user}:{self.client_id}"

    @property
    def place(self) -> Conversation:
        """The conversation as the core knows it."""
        return Conversation(platform=PLATFORM, team=TEAM, channel=self.conversation)


@dataclass(frozen=True, slots=True)
class Asking:
    """Posts what people say, calls the core, shows what it answers."""

    room: Room
    core: Core

    async def text(self, ask: Ask, text: str) -> ChatMessage:
        """Post the person's message; where it speaks to the bot, the bot answers."""
        message = await self._say(ask, {"text": text})
        address = _ADDRESS.match(text)
        if address is not None:
            reply = await self.core.text(
                text[address.end() :].strip(),
                requester=ask.requester,
                conversation=ask.place,
                event_id=ask.event_id,
                image=None,
            )
            await self._show(ask, reply)
        return message

    async def form(self, ask: Ask, command: Create | Remix, shown: str, image: bytes | None) -> ChatMessage:
        """Post the form as the text it stands for, then hand the command over."""
        message = await self._say(ask, {"text": shown, "has_image": image is not None})
        reply = await self.core.command(
            command, requester=ask.requester, conversation=ask.place, event_id=ask.event_id, image=image
        )
        await self._show(ask, reply)
        return message

    async def press(self, ask: Ask, action: Action, job_id: str) -> None:
        """Do what a button says."""
        reply = await self.core.press(
            action, job_id, requester=ask.requester, conversation=ask.place, event_id=ask.event_id
        )
        await self._show(ask, reply)

    async def _say(self, ask: Ask, body: Mapping[str, Any]) -> ChatMessage:
        body = {**body, "name": ask.requester.name, "client_id": ask.client_id}
        key = f"text:{ask.event_id}"
        message, _ = await self.room.add_once(ask.conversation, key, "text", body, author=ask.requester.user)
        return message

    async def _show(self, ask: Ask, reply: Reply) -> None:
        """Cards are posted by the core already; a private notice is kept for the eyes of the one who asked."""
        if not isinstance(reply, Notice):
            return
        body = notice_json(reply)
        if reply.private:
            body["private_to"] = ask.requester.user
        await self.room.add_once(ask.conversation, f"notice:{ask.event_id}", "notice", body)
