"""A small app on the real slack-bolt, for the tests of the stand-in."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.serving import serving
from tests.slack.told import Json

Body = Mapping[str, Any]


def button(label: str, action_id: str) -> Json:
    """A row with one button."""
    element = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}}
    return {"type": "actions", "elements": [element]}


_SIZES = [{"text": {"type": "plain_text", "text": word}, "value": word[0]} for word in ("Wide", "Tall")]

FORM: Json = {
    "type": "modal",
    "callback_id": "sora:form",
    "private_metadata": "kept",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "prompt",
            "label": {"type": "plain_text", "text": "Prompt"},
            "element": {"type": "plain_text_input", "action_id": "prompt", "initial_value": "a kite", "max_length": 40},
        },
        {
            "type": "input",
            "block_id": "size",
            "optional": True,
            "label": {"type": "plain_text", "text": "Size"},
            "element": {
                "type": "static_select",
                "action_id": "size",
                "options": _SIZES,
            },
        },
        {
            "type": "input",
            "block_id": "place",
            "optional": True,
            "label": {"type": "plain_text", "text": "Place"},
            "element": {
                "type": "conversations_select",
                "action_id": "place",
                "default_to_current_conversation": True,
            },
        },
        {
            "type": "input",
            "block_id": "private",
            "optional": True,
            "label": {"type": "plain_text", "text": "Private"},
            "element": {
                "type": "checkboxes",
                "action_id": "private",
                "options": [{"text": {"type": "plain_text", "text": "for me"}, "value": "yes"}],
            },
        },
        {
            "type": "input",
            "block_id": "image",
            "optional": True,
            "label": {"type": "plain_text", "text": "Image"},
            "element": {"type": "file_input", "action_id": "image", "filetypes": ["png"], "max_files": 1},
        },
    ],
}

MOVING_FORM: Json = FORM | {
    "notify_on_close": True,
    "blocks": [
        *({**block, "dispatch_action": block["block_id"] == "size"} for block in FORM["blocks"]),
        button("More", "sora:more"),
    ],
}
"""A form that tells of a choice at once, and that it was closed."""

DONE: Json = {"type": "modal", "title": {"type": "plain_text", "text": "Done"}, "blocks": []}


@dataclass(eq=False)
class SmallApp:
    """Says what it hears. `deaf_for` is how many things it will not take, from now on."""

    api_url: str
    token: str
    secret: str = "a-signing-secret"
    heard: list[Json] = field(default_factory=list)
    """Everything that came, taken or not."""
    deaf_for: int = 0
    app: AsyncApp = field(init=False)

    def __post_init__(self) -> None:
        quiet = logging.getLogger("slack_small_app")
        quiet.setLevel(logging.CRITICAL + 1)
        client = AsyncWebClient(token=self.token, base_url=self.api_url)
        self.app = AsyncApp(
            client=client,
            token=self.token,
            signing_secret=self.secret,
            logger=quiet,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        self.app.middleware(self._listen)
        for name in ("message", "member_joined_channel", "app_uninstalled", "tokens_revoked"):
            self.app.event(name)(self._nothing)
        self.app.event("app_mention")(self._mention)
        self.app.event("app_home_opened")(self._home)
        self.app.command("/sora")(self._command)
        self.app.action("sora:card")(self._press)
        self.app.action("sora:form")(self._open)
        self.app.shortcut("sora_create")(self._open)
        self.app.shortcut("sora_animate")(self._open)
        self.app.view("sora:form")(self._submit)
        self.app.view_closed("sora:form")(self._taken)
        for name in ("size", "sora:more"):
            self.app.action(name)(self._taken)

    def heard_of(self, kind: str) -> list[Json]:
        """What came of this type of event or interaction."""
        return [body for body in self.heard if kind in (body.get("type"), (body.get("event") or {}).get("type"))]

    async def _listen(self, body: Json, next_: Any) -> BoltResponse | None:
        self.heard.append(body)
        if self.deaf_for > 0:
            self.deaf_for -= 1
            return BoltResponse(status=503)
        await next_()
        return None

    async def _nothing(self) -> None: ...

    async def _taken(self, ack: Any) -> None:
        await ack()

    async def _mention(self, event: Body, client: AsyncWebClient) -> None:
        card = [button("Cancel", "sora:card")]
        thread = event.get("thread_ts") or event["ts"]
        await client.chat_postMessage(channel=event["channel"], text=event["text"], blocks=card, thread_ts=thread)

    async def _home(self, event: Body, client: AsyncWebClient) -> None:
        await client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [button("New", "sora:form"), button("Old", "a:1")]}
        )

    async def _command(self, ack: Any, body: Body, respond: Any, client: AsyncWebClient) -> None:
        match body["text"]:
            case "silent":
                return
            case "aloud":
                await ack(text="to all", response_type="in_channel")
            case "form":
                await client.views_open(trigger_id=body["trigger_id"], view=FORM)
                await ack()
            case "moving form":
                await client.views_open(trigger_id=body["trigger_id"], view=MOVING_FORM)
                await ack()
            case "bad blocks":
                await ack(text="bad", blocks=[{"type": "section"}])
            case _:
                await ack()
                await respond(text="psst", blocks=[button("Cancel", "sora:card")])

    async def _press(self, ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="cancelled", replace_original=True)

    async def _open(self, ack: Any, body: Body, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    async def _submit(self, ack: Any, view: Body) -> None:
        match view["state"]["values"]["prompt"]["prompt"]["value"]:
            case "wrong":
                await ack(response_action="errors", errors={"prompt": "Say more."})
            case "update":
                await ack(response_action="update", view=DONE)
            case "push":
                await ack(response_action="push", view=DONE)
            case "bad window":
                await ack(response_action="update", view={**DONE, "title": {"type": "plain_text", "text": "x" * 25}})
            case "clear":
                await ack(response_action="clear")
            case "silent":
                return
            case _:
                await ack()


@asynccontextmanager
async def over_socket(small: SmallApp, app_token: str) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app, connected over Socket Mode by slack_sdk."""
    quiet = logging.getLogger("slack_small_socket")
    quiet.setLevel(logging.CRITICAL + 1)
    handler = AsyncSocketModeHandler(small.app, app_token, logger=quiet, ping_interval=0.2)
    handler.client.web_client = AsyncWebClient(base_url=small.api_url)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(small: SmallApp) -> AsyncIterator[str]:
    """The app behind a listener; the address of it."""

    async def take(request: web.Request) -> web.Response:
        headers = {name: [value] for name, value in request.headers.items()}
        answer = await small.app.async_dispatch(
            AsyncBoltRequest(body=(await request.read()).decode(), headers=headers)  # type: ignore[arg-type]
        )
        kind = (answer.headers.get("content-type") or ["text/plain"])[0].partition(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    app = web.Application()
    app.router.add_post("/slack/events", take)
    async with serving(app) as url:
        yield f"{url}/slack/events"
