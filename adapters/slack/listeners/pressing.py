"""Buttons: under cards, videos and answers, and on people's own pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.blocks.asking import answer_view
from adapters.slack.blocks.buttons import read_action
from adapters.slack.blocks.home import CREATE, REFRESH
from adapters.slack.blocks.invitations import picture_in, place_in
from adapters.slack.blocks.layout import notice_message
from adapters.slack.listeners.answering import Answering
from adapters.slack.listeners.apologies import quietly_sorry, sorry_to
from adapters.slack.listeners.filling import LOOK_UP, Filling
from adapters.slack.listeners.homes import Homes
from adapters.slack.payloads.heard import Heard
from adapters.slack.payloads.hearing import Hearing
from adapters.slack.places import MANNER
from adapters.slack.posts.voices import patiently, tell
from adapters.slack.web_api.workspaces import Workspace
from adapters.slack.works import Works
from bot import texts
from bot.commands import Again
from bot.domain.chat import Action, Notice, refusal
from bot.domain.job import JobId

_IN_PLACE: Final = frozenset(
    {Action.CANCEL_NOW, Action.CANCEL_FREE, Action.KEEP, Action.DELETE_NOW, Action.LEAVE, Action.HISTORY}
)
"""What is pressed under an answer of ours, which then changes into the next one."""

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """Cancelling and deleting ask first, remixing opens a form, the rest is the core's."""

    hearing: Hearing
    works: Works
    answering: Answering
    filling: Filling
    homes: Homes

    async def press(self, workspace: Workspace, body: Payload) -> None:
        """A press, wherever the button is."""
        pressed: Payload = body["actions"][0]
        heard = self.hearing.press(workspace, body)
        if heard is None:
            await self.works.soon(self._on_page(workspace, body, pressed), quietly_sorry)
        else:
            await self.works.soon(self._under_message(heard, body, pressed), sorry_to(heard.voice))

    async def _under_message(self, heard: Heard, body: Payload, pressed: Payload) -> None:
        name, trigger = str(pressed.get("action_id")), str(body["trigger_id"])
        if name == CREATE:
            carried = str(pressed.get("value") or "")
            channel, thread = place_in(carried)
            picture = picture_in(carried)
            await self.filling.open_create(heard, trigger, channel=channel, thread=thread, picture=picture)
            return
        read = read_action(name)
        if read is None:
            return  # a link that was followed
        action, job_id = read
        if action in _IN_PLACE:
            reply = await self.answering.press(heard, Action(action), job_id)
            if isinstance(reply, Notice):
                message = notice_message(reply)
                await patiently(lambda: heard.voice.replace(message))
        elif action in (Action.CANCEL, Action.DELETE):
            await tell(heard.voice, await self._question(heard, action, job_id))
        else:
            await self._go_on(heard, action, job_id, trigger)

    async def _go_on(self, heard: Heard, action: str, job_id: str, trigger: str) -> None:
        """What makes a new video out of this one."""
        match action:
            case Action.AGAIN | Action.RETRY:
                await self.answering.asked(await self.hearing.placed(heard), Again(JobId(job_id)))
            case Action.REMIX | Action.START_IMAGE:
                await self.filling.open_from_job(heard, Action(action), job_id, trigger)
            case _:
                await tell(heard.voice, refusal(texts.old_button(MANNER)))

    async def _question(self, heard: Heard, action: str, job_id: str) -> Notice:
        requester = await self.answering.requester(heard)
        ask = self.answering.core.ask_cancel if action == Action.CANCEL else self.answering.core.ask_delete
        return await ask(job_id, requester)

    async def _on_page(self, workspace: Workspace, body: Payload, pressed: Payload) -> None:
        """On somebody's own page, where nothing can be answered but by a window or in the direct messages."""
        user, trigger = str(body["user"]["id"]), str(body["trigger_id"])
        if pressed.get("action_id") == REFRESH:
            await self.homes.show(workspace, user)
            return
        heard = await self.hearing.in_person(workspace, user, trigger)
        if heard is not None:
            await self.works.begin(self._for_page(heard, pressed, trigger), sorry_to(heard.voice))

    async def _for_page(self, heard: Heard, pressed: Payload, trigger: str) -> None:
        name = str(pressed.get("action_id"))
        read = read_action(name)
        if name == CREATE:
            await self.filling.open_on_page(heard, trigger)
        elif read is not None:
            action, job_id = read
            if action in (Action.CANCEL, Action.DELETE):
                async with asyncio.timeout(LOOK_UP):
                    question = await self._question(heard, action, job_id)
                await self.filling.open_view(heard, trigger, answer_view(question))
            else:
                await self._go_on(heard, action, job_id, trigger)
                await self.homes.show(heard.workspace, heard.user)
