"""What comes of a form. What is not right is said at its field while the form is open, so nothing written is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.slack.blocks.asking import answer_view, read_yes
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
from adapters.slack.posts.voices import Voice, tell
from adapters.slack.web_api.workspaces import Workspace
from adapters.slack.works import Sorry, Works
from bot import texts
from bot.commands import Command, CommandName, Create, Problem, Remix
from bot.domain.chat import Action, Notice, refusal
from bot.domain.errors import ConversationGone
from bot.grammar import from_options, remix, resolve

Payload = Mapping[str, Any]
Answer = dict[str, Any]
"""What Slack is told about the form: nothing closes it. https://docs.slack.dev/surfaces/modals#updating_response"""

_FIELDS: Final = {Part.PLACE: PLACE, Part.PICTURE: IMAGE, Part.REQUEST: PROMPT}
_IN_FORM: Final = replace(MANNER, has_fields=True)
_NO_ANSWER: Final[Answer] = {}


@dataclass(slots=True)
class _Outcome:
    """What there is to say about a form: in the window, at `field` if it has fields; elsewhere, once it is closed."""

    notice: Notice | None = None
    field: str = PROMPT
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class _SentBy:
    """Who sent a window off, and what Slack calls that."""

    user: str
    id: str


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
        return await self._made(workspace, body, command, filled)

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

    async def _made(self, workspace: Workspace, body: Payload, command: Create | Remix, filled: Filled) -> Answer:
        outcome, sent_by = _Outcome(), _event(body)
        place = _place(filled)
        thread = filled.state.thread if place == filled.state.channel else ""
        there = self.hearing.at(workspace, sent_by.user, place, thread or None, sent_by.id) if place else None
        voice = self.hearing.directly(workspace, sent_by.user) if there is None else there.voice

        async def make() -> None:
            heard = await self._directly(workspace, sent_by) if there is None else await self.hearing.placed(there)
            await self._make(heard, command, filled, outcome)

        await self.works.soon(make(), _sorry_in(outcome, voice))
        outcome.is_closed = True
        return _NO_ANSWER if outcome.notice is None else _error(outcome.field, outcome.notice.text)

    async def _make(self, heard: Heard, command: Create | Remix, filled: Filled, outcome: _Outcome) -> None:
        problem = await self._misfit(heard, command)
        if problem is not None and not outcome.is_closed:
            outcome.notice = refusal(texts.problem(problem, _IN_FORM))
            outcome.field = field_of(problem, filled.kind)
            return
        reply, part = await self.answering.make(heard, command, filled.picture)
        if not isinstance(reply, Notice):
            return
        if not outcome.is_closed:
            outcome.notice, outcome.field = reply, _FIELDS[part] if filled.kind is FormKind.CREATE else PROMPT
        else:
            await tell(heard.voice, reply)
            for message in words_messages(filled.words):
                await heard.voice.say(message)

    async def _misfit(self, heard: Heard, command: Create | Remix) -> Problem | None:
        """What was chosen for a remix and does not go with what it keeps: that is known only with the original."""
        if not isinstance(command, Remix):
            return None
        core, catalogue = self.answering.core, self.answering.catalogue
        original = await core.original(command.job_id, await self.answering.requester(heard))
        if original is None:
            return None  # the answer to the command says so
        found = resolve(remix(command, original, catalogue), catalogue, has_image=bool(original.images))
        return found if isinstance(found, Problem) else None

    async def _said_yes(self, workspace: Workspace, body: Payload, action: str, job_id: str) -> Answer:
        """The question stood over somebody's own page, and so does the answer."""
        outcome, sent_by = _Outcome(), _event(body)
        sorry = _sorry_in(outcome, self.hearing.directly(workspace, sent_by.user))
        await self.works.soon(self._do(workspace, sent_by, Action(action), job_id, outcome), sorry)
        outcome.is_closed = True
        return _NO_ANSWER if outcome.notice is None else _shown(outcome.notice)

    async def _do(self, workspace: Workspace, sent_by: _SentBy, action: Action, job_id: str, outcome: _Outcome) -> None:
        heard = await self._directly(workspace, sent_by)
        reply = await self.answering.press(heard, action, job_id)
        if isinstance(reply, Notice) and outcome.is_closed:
            await tell(heard.voice, reply)
        elif isinstance(reply, Notice):
            outcome.notice = reply
        await self.homes.show(heard.workspace, heard.user)

    async def _directly(self, workspace: Workspace, sent_by: _SentBy) -> Heard:
        """Raises `ConversationGone` where this person cannot be written to."""
        heard = await self.hearing.in_person(workspace, sent_by.user, sent_by.id)
        if heard is None:
            raise ConversationGone
        return heard


def _event(body: Payload) -> _SentBy:
    return _SentBy(str(body["user"]["id"]), f"view:{body['view']['id']}")


def _place(filled: Filled) -> str:
    """Where the video goes: the chosen place; none for the direct messages with its person."""
    place = filled.place if filled.kind is FormKind.CREATE else filled.state.channel
    return (place or filled.state.channel if filled.is_private else place) or ""


def _sorry_in(outcome: _Outcome, voice: Voice) -> Sorry:
    """Says in the window that something broke, while it is open, so that nothing written is lost; else by voice."""
    by_voice = sorry_to(voice)

    async def sorry(error: BaseException | None) -> None:
        if error is None or outcome.is_closed:
            await by_voice(error)
        else:
            outcome.notice = refusal(texts.internal_error())

    return sorry


def _error(name: str, sentence: str) -> Answer:
    return {"response_action": "errors", "errors": {name: sentence}}


def _shown(notice: Notice, words: str = "") -> Answer:
    """The answer in the window's place, or the next question, with what was written into a form."""
    view = answer_view(notice)
    given_back = [block for message in words_messages(words) for block in message.blocks]
    return {"response_action": "update", "view": {**view, "blocks": [*view["blocks"], *given_back]}}
