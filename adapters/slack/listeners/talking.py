"""What people write to us: mentions, direct messages and slash commands."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from adapters.slack.blocks.pictures import attached
from adapters.slack.listeners.answering import Answering
from adapters.slack.listeners.apologies import sorry_to
from adapters.slack.listeners.filling import Filling
from adapters.slack.lookups.people import People
from adapters.slack.lookups.rooms import Rooms
from adapters.slack.payloads.emoji import emoji_in
from adapters.slack.payloads.heard import Heard
from adapters.slack.payloads.hearing import Hearing
from adapters.slack.payloads.reading import Words, channels_in, people_in, words_of
from adapters.slack.places import MENTION
from adapters.slack.web_api.workspaces import Workspace
from adapters.slack.works import Works

Payload = Mapping[str, Any]
_NO_EMOJI: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """Hands what was written to the core."""

    hearing: Hearing
    works: Works
    people: People
    rooms: Rooms
    answering: Answering
    filling: Filling

    async def message(self, workspace: Workspace, event: Payload) -> None:
        """A mention in a channel, or a message to us alone."""
        heard = self.hearing.message(workspace, event)
        await self._soon(heard, self._message(heard, event))

    async def command(self, workspace: Workspace, body: Payload) -> None:
        """`/sora` with words, or the form without any."""
        heard = self.hearing.command(workspace, body)
        text = str(body.get("text") or "")
        if text.strip():
            await self._soon(heard, self._words(heard, text))
        else:
            await self._soon(heard, self.filling.open_create(heard, str(body["trigger_id"])))

    async def admin_command(self, workspace: Workspace, body: Payload) -> None:
        """`/sora-admin`."""
        heard = self.hearing.command(workspace, body)
        await self._soon(heard, self.answering.admin_said(heard, str(body.get("text") or "").strip()))

    async def _message(self, heard: Heard, event: Payload) -> None:
        words = await self._plain(heard, str(event.get("text") or ""), emoji_in(event))
        await self.answering.said(heard, words, attached(event))

    async def _words(self, heard: Heard, text: str) -> None:
        words = replace(await self._plain(heard, text), has_call=True)
        await self.answering.said(await self.hearing.placed(heard), words)

    async def _plain(self, heard: Heard, text: str, emoji: Mapping[str, str] = _NO_EMOJI) -> Words:
        """The words, with people and channels called by their names."""
        bot = heard.workspace.bot_user
        people, rooms = await asyncio.gather(
            self.people.names(heard.workspace, people_in(text, bot_user=bot)),
            self.rooms.names(heard.workspace, channels_in(text), here=heard.channel),
        )
        return words_of(text, bot_user=bot, names={bot: MENTION.removeprefix("@"), **people, **rooms}, emoji=emoji)

    async def _soon(self, heard: Heard, work: Coroutine[Any, Any, None]) -> None:
        await self.works.soon(work, sorry_to(heard.voice))
