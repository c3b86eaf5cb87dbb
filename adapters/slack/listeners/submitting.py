"""What comes of a form. What is not right is said at its field while the form is open, so nothing written is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.slack.blocks.asking import read_yes, tell_view
from adapters.slack.blocks.filled import Filled, field_of, read_form, words_in
from adapters.slack.blocks.forms import GOES_ON, IMAGE, PLACE, FormKind
from adapters.slack.blocks.layout import words_messages
from adapters.slack.blocks.spreading import PROMPT
from adapters.slack.listeners.answering import Answering, Part
from adapters.slack.listeners.apologies import sorry_to
from adapters.slack.listeners.homes import Homes
from adapters.slack.payloads.heard import Heard
from adapters.slack.payloads.hearing import Hearing
from adapters.slack.places import MANNER
from adapters.slack.posts.voices import tell
from adapters.slack.web_api.workspaces import Workspace
from adapters.slack.works import Works
from bot import texts
from bot.commands import Command, CommandName, Create, Problem, Remix
from bot.domain.chat import Action, Notice, refusal
from bot.grammar import from_options, resolve

Payload = Mapping[str, Any]
Answer = dict[str, Any]
"""What Slack is told about the form: nothing closes it. https://docs.slack.dev/surfaces/modals#updating_response"""

_FIELDS: Final = {Part.PLACE: PLACE, Part.PICTURE: IMAGE, Part.REQUEST: PROMPT}
_IN_FORM: Final = replace(MANNER, has_fields=True)
_NO_ANSWER: Final[Answer] = {}


@dataclass(slots=True)
class _Outcome:
    """What became of a form: `refused` says why nothing did, at `field`; elsewhere, once the form is closed."""

    refused: Notice | None = None
    field: str = PROMPT
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitting:
    """Takes forms that were sent off, and answers to questions in windows."""

    hearing: Hearing
    works: Works
    answering: Answering
    homes: Homes

    async def submit(self, workspace: Workspace, body: Payload) -> Answer:
        """What Slack is told about the form, in time."""
        view: Payload = body["view"]
        yes = read_yes(view)
        if yes is not None:
            return await self._said_yes(workspace, body, *yes)
        filled = read_form(view)
        if filled is None:
            return _shown(refusal(texts.form_gone()), words_in(view))
        command = self._command(filled)
        if isinstance(command, Problem):
            return _error(field_of(command, filled.kind), texts.problem(command, _IN_FORM))
        heard = await self._heard(workspace, body, filled)
        if heard is None:
            return _error(PROMPT, texts.internal_error())
        return await self._made(heard, command, filled)

    def _command(self, filled: Filled) -> Create | Remix | Problem:
        """The command a form stands for, or the one thing to put right."""
        name = CommandName.REMIX if filled.kind in GOES_ON else CommandName.CREATE
        catalogue = self.answering.catalogue
        command: Command | Problem = from_options(name, filled.values, catalogue)
        if isinstance(command, Create):
            found = resolve(command, catalogue, has_image=filled.picture is not None)
            return found if isinstance(found, Problem) else command
        assert isinstance(command, Remix | Problem)  # forms are for these alone
        return command

    async def _heard(self, workspace: Workspace, body: Payload, filled: Filled) -> Heard | None:
        """Who sent it off, and where the video goes: to the chosen place, or to them directly."""
        user, event_id = str(body["user"]["id"]), f"view:{body['view']['id']}"
        state = filled.state
        place = filled.place if filled.kind is FormKind.CREATE else state.channel
        if filled.is_private:
            place = place or state.channel
        if not place:
            return await self.hearing.in_person(workspace, user, event_id)
        thread = state.thread if place == state.channel else ""
        return await self.hearing.placed(self.hearing.at(workspace, user, place, thread or None, event_id))

    async def _made(self, heard: Heard, command: Create | Remix, filled: Filled) -> Answer:
        outcome = _Outcome()
        await self.works.soon(self._make(heard, command, filled, outcome), sorry_to(heard.voice))
        outcome.is_closed = True
        return _NO_ANSWER if outcome.refused is None else _error(outcome.field, outcome.refused.text)

    async def _make(self, heard: Heard, command: Create | Remix, filled: Filled, outcome: _Outcome) -> None:
        reply, part = await self.answering.make(heard, command, filled.picture)
        if not isinstance(reply, Notice):
            return
        if not outcome.is_closed:
            outcome.refused, outcome.field = reply, _FIELDS[part] if filled.kind is FormKind.CREATE else PROMPT
        else:
            await tell(heard.voice, reply)
            for message in words_messages(filled.words):
                await heard.voice.say(message)

    async def _said_yes(self, workspace: Workspace, body: Payload, action: str, job_id: str) -> Answer:
        """The question stood over somebody's own page, and so does the answer."""
        user = str(body["user"]["id"])
        heard = await self.hearing.in_person(workspace, user, f"view:{body['view']['id']}")
        if heard is None:
            return _NO_ANSWER
        answer: list[Notice] = []
        await self.works.soon(self._do(heard, action, job_id, answer), sorry_to(heard.voice))
        return _shown(answer[0]) if answer else _NO_ANSWER

    async def _do(self, heard: Heard, action: str, job_id: str, answer: list[Notice]) -> None:
        reply = await self.answering.press(heard, Action(action), job_id)
        if isinstance(reply, Notice):
            answer.append(reply)
        await self.homes.show(heard.workspace, heard.user)


def _error(name: str, sentence: str) -> Answer:
    return {"response_action": "errors", "errors": {name: sentence}}


def _shown(notice: Notice, words: str = "") -> Answer:
    """The answer in the form's place, with what was written into that."""
    view = tell_view(notice)
    given_back = [block for message in words_messages(words) for block in message.blocks]
    return {"response_action": "update", "view": {**view, "blocks": [*view["blocks"], *given_back]}}
