"""Forms that open: for a new video, out of an earlier one, for a picture."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack.blocks.forms import FormKind, FormState, form_view
from adapters.slack.blocks.pictures import Picture, first_picture
from adapters.slack.listeners.answering import Answering
from adapters.slack.listeners.apologies import quietly_sorry, sorry_to
from adapters.slack.payloads.heard import Heard
from adapters.slack.payloads.hearing import Hearing
from adapters.slack.places import MANNER
from adapters.slack.posts.voices import tell
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import error_code
from adapters.slack.web_api.workspaces import Workspace
from adapters.slack.works import Works
from bot import texts
from bot.domain.chat import Action, refusal

LOOK_UP: Final = 2.0
"""Seconds for what must be known before a form opens: Slack lets us open it for three."""

_LATE: Final = frozenset({"exchanged_trigger_id", "expired_trigger_id", "trigger_exchanged", "trigger_expired"})

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Opens forms. A form remembers where it was opened: the video goes there, unless its person says otherwise."""

    web: SlackWeb
    hearing: Hearing
    works: Works
    answering: Answering

    async def open_create(
        self,
        heard: Heard,
        trigger: str,
        *,
        channel: str | None = None,
        thread: str | None = None,
        picture: Picture | None = None,
    ) -> None:
        """The form for a new video, to be posted where it was opened, or there where its button says.

        The video starts from `picture`, unless another one is uploaded in the form.
        """
        state = FormState(
            kind=FormKind.CREATE,
            channel=channel or heard.channel,
            thread=(thread or "") if channel else heard.thread or "",
            picture=picture,
        )
        await self._open(heard, trigger, state)

    async def open_on_page(self, heard: Heard, trigger: str) -> None:
        """The same from where there is no channel."""
        await self._open(heard, trigger, FormState(kind=FormKind.CREATE))

    async def open_from_job(self, heard: Heard, action: Action, job_id: str, trigger: str) -> None:
        """The form for what grows out of a video, with its prompt in it."""
        async with asyncio.timeout(LOOK_UP):
            original = await self.answering.core.original(job_id, await self.answering.requester(heard))
        if original is None:
            await tell(heard.voice, refusal(texts.unknown_job(job_id, MANNER)))
            return
        kind = FormKind.REMIX if action is Action.REMIX else FormKind.START
        state = FormState(kind=kind, job_id=job_id, channel=heard.channel, thread=heard.thread or "")
        await self._open(heard, trigger, state, prompt=original.prompt)

    async def from_shortcut(self, workspace: Workspace, body: Payload) -> None:
        """The shortcut that is there everywhere, and nowhere in particular."""
        await self.works.soon(self._from_shortcut(workspace, body), quietly_sorry)

    async def for_picture(self, workspace: Workspace, body: Payload) -> None:
        """The entry in a message's menu. The video goes below the message, whose picture it starts from."""
        heard = self.hearing.of_message(workspace, body)
        await self.works.soon(self._for_picture(heard, body), sorry_to(heard.voice))

    async def _from_shortcut(self, workspace: Workspace, body: Payload) -> None:
        trigger = str(body["trigger_id"])
        heard = await self.hearing.in_person(workspace, str(body["user"]["id"]), trigger)
        if heard is not None:
            await self.works.begin(self.open_on_page(heard, trigger), sorry_to(heard.voice))

    async def _for_picture(self, heard: Heard, body: Payload) -> None:
        picture = first_picture(body.get("message") or {})
        if picture is None:
            await tell(heard.voice, refusal(texts.no_picture(MANNER)))
            return
        state = FormState(kind=FormKind.ANIMATE, channel=heard.channel, thread=heard.thread or "", picture=picture)
        await self._open(heard, str(body["trigger_id"]), state)

    async def _open(self, heard: Heard, trigger: str, state: FormState, *, prompt: str = "") -> None:
        await self.open_view(heard, trigger, form_view(state, self.answering.catalogue, prompt=prompt))

    async def open_view(self, heard: Heard, trigger: str, view: Mapping[str, Any]) -> None:
        """Any window, within the three seconds that Slack gives for it; or say that it was too late."""
        try:
            await self.web(heard.workspace, "views.open", trigger_id=trigger, view=view)
        except SlackApiError as error:
            if error_code(error) not in _LATE:
                raise
            await tell(heard.voice, refusal(texts.form_late()))
