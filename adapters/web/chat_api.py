"""What the page's scripts ask for and send, as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from adapters.web.access import LOCAL_USER
from adapters.web.as_json import is_for, message_json
from adapters.web.ask import Ask, Asking
from adapters.web.bodies import client_id_field, read_bounded, read_json, text_field
from adapters.web.chat_log_port import ChatMessage
from adapters.web.core import Core
from adapters.web.form import as_text, to_command
from adapters.web.guard import WHO
from adapters.web.media_folder import JOB_ID
from adapters.web.refusal import Refusal
from adapters.web.room import REMOVED, Room
from adapters.web.start_json import catalogue_json, commands_json, me_json, rooms_json
from adapters.web.uploads import MOST_BYTES, Uploads, is_image
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Action
from bot.ports import Clock
from bot.texts import page_answers

PAGE_LENGTH: Final = 50
"""How many messages one look into the past brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatApi:
    """What the page asks of us."""

    core: Core
    room: Room
    catalogue: Catalogue
    clock: Clock
    uploads: Uploads = field(default_factory=Uploads)

    async def start(self, request: web.Request) -> web.StreamResponse:
        """`GET /api/bootstrap`. `rev` is read first: what changes from then on comes as an event."""
        rev = await self.room.log.latest_rev()
        body = {
            "rev": rev,
            "log": await self.room.identity(),
            "now": self.clock.now().isoformat(),
            "me": me_json(request[WHO], is_signed_in=request[WHO].user != LOCAL_USER),
            "conversations": rooms_json(list(await self.room.log.conversations())),
            "commands": commands_json(self.catalogue),
            "catalogue": catalogue_json(self.catalogue),
            "quota": await self.core.quota_hint(request[WHO]),
        }
        return _json(body)

    async def quota(self, request: web.Request) -> web.StreamResponse:
        """`GET /api/quota`: the short line about what is left."""
        return _json({"text": await self.core.quota_hint(request[WHO])})

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """`GET …/messages?before=SEQ`: oldest first, and whether there are earlier ones."""
        before = request.query.get("before")
        if before is not None and not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Refusal(400, page_answers.page_not_understood("before"))
        await self.room.require(request.match_info["id"])
        found = await self.room.log.messages(
            request.match_info["id"], before_seq=int(before) if before else None, limit=PAGE_LENGTH
        )
        visible = [message_json(message) for message in found if _is_shown(message, request[WHO].user)]
        first = found[0].seq if found else None
        return _json({"messages": visible, "before": first if len(found) == PAGE_LENGTH else None})

    async def say(self, request: web.Request) -> web.StreamResponse:
        """`POST …/messages` with `{text, client_id}` or `{form: {…}, client_id}`."""
        body = await read_json(request)
        ask = Ask(requester=request[WHO], conversation=request.match_info["id"], client_id=client_id_field(body))
        asking = Asking(self.room, self.core)
        if body.get("form") is None:
            message = await asking.text(ask, text_field(body, "text"))
        else:
            command = to_command(_object(body["form"]))
            image = self._image(ask, body["form"])
            message = await asking.form(ask, command, as_text(command), image)
        return _json({"message": message_json(message)})

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """`POST /api/images`: the bytes of one image; its id comes back, good for some minutes."""
        if not request.content_type.startswith("image/"):
            raise Refusal(415, page_answers.page_not_an_image())
        data = await read_bounded(request, MOST_BYTES, page_answers.page_image_too_large())
        if not is_image(data):
            raise Refusal(415, page_answers.page_not_an_image())
        return _json({"image_id": self.uploads.keep(request[WHO].user, data, self.clock.now())})

    async def act(self, request: web.Request) -> web.StreamResponse:
        """`POST /api/actions {action, job_id, conversation, client_id}`.

        `cancel` and `delete` only bring the question, and the action that says yes to it: none where it is too late.
        """
        body = await read_json(request)
        action, job_id = _action(body), text_field(body, "job_id", limit=64)
        if not JOB_ID.fullmatch(job_id):
            raise Refusal(400, page_answers.page_not_understood("job_id"))
        if action in (Action.CANCEL, Action.DELETE):
            ask_first = self.core.ask_cancel if action is Action.CANCEL else self.core.ask_delete
            question = await ask_first(job_id, request[WHO])
            yes = question.buttons[0].action.value if question.buttons else None
            return _json({"question": question.text, "yes": yes})
        conversation = text_field(body, "conversation", limit=100)
        await self.room.require(conversation)
        ask = Ask(requester=request[WHO], conversation=conversation, client_id=client_id_field(body))
        await Asking(self.room, self.core).press(ask, action, job_id)
        return _json({})

    def _image(self, ask: Ask, form: dict[str, Any]) -> bytes | None:
        if form.get("image_id") is None:
            return None
        image = self.uploads.get(ask.requester.user, text_field(form, "image_id", limit=100), self.clock.now())
        if image is None:
            raise Refusal(410, page_answers.page_image_gone())
        return image


def _is_shown(message: ChatMessage, user: str) -> bool:
    return message.kind != REMOVED and is_for(message, user)


def _action(body: Any) -> Action:
    try:
        return Action(text_field(body, "action", limit=20))
    except ValueError:
        raise Refusal(400, page_answers.page_not_understood("action")) from None


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(400, page_answers.page_not_understood("form"))
    return value


def _json(body: object) -> web.Response:
    return web.json_response(body, headers={"Cache-Control": "no-store"})
