"""What Slack sends when people say or press something, as what was heard: who, where, and how they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack.lookups.directs import Directs
from adapters.slack.payloads.heard import Heard
from adapters.slack.places import is_direct
from adapters.slack.posts.voices import Directly, Plain, Reply, Voice, Whisper
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import faults_translated
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.errors import ConversationGone, DeliveryPaused

LOOK_UP: Final = 1.5
"""Seconds for asking Slack whose direct messages somebody writes in."""

Payload = Mapping[str, Any]

_NO_NAMES: Final = frozenset({"directmessage", "privategroup"})
"""What Slack calls channels whose names are not for everybody."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Reads payloads. https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/reference/events."""

    web: SlackWeb
    directs: Directs

    def message(self, workspace: Workspace, event: Payload) -> Heard:
        """A mention, or a message to us alone: the same event however often it comes, and however it is edited.

        In a channel the answer begins a thread under the message; with us alone it stands below, like any other.
        """
        channel, user = str(event["channel"]), str(event["user"])
        begun = _stands_in(event)
        thread = begun or (None if is_direct(channel) else str(event["ts"]))
        return Heard(
            workspace=workspace,
            user=user,
            channel=channel,
            thread=thread,
            event_id=f"{channel}:{event['ts']}",
            voice=self.voice(workspace, channel, user, begun),
            are_in=True,
            edited=str((event.get("edited") or {}).get("ts") or ""),
        )

    def command(self, workspace: Workspace, body: Payload) -> Heard:
        """A slash command. It stands in no thread: Slack has none of them there."""
        channel, user = str(body["channel_id"]), str(body["user_id"])
        return Heard(
            workspace=workspace,
            user=user,
            channel=channel,
            thread=None,
            event_id=str(body["trigger_id"]),
            voice=self._reply(workspace, body, channel, user, None),
            name=str(body.get("user_name") or ""),
            place=_name(body.get("channel_name")),
        )

    def press(self, workspace: Workspace, body: Payload) -> Heard | None:
        """A button under a message; None for one on somebody's own page.

        What grows out of it goes into the message's thread, or begins one under the message.
        """
        container = body.get("container") or {}
        if container.get("type") != "message":
            return None
        # One that only its person sees, or that stands in direct messages, begins no thread.
        is_open = not is_direct(str(container["channel_id"])) and not container.get("is_ephemeral")
        thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
        begun = _stands_in({"ts": container["message_ts"], "thread_ts": thread})
        under = str(container["message_ts"]) if is_open else None
        return self._at_message(workspace, body, str(container["channel_id"]), begun, under)

    def of_message(self, workspace: Workspace, body: Payload) -> Heard:
        """An entry in a message's menu: what comes of it goes into the message's thread."""
        channel, message = str(body["channel"]["id"]), body.get("message") or {}
        under = None if is_direct(channel) else body.get("message_ts") or message.get("ts")
        return self._at_message(workspace, body, channel, _stands_in(message), under)

    def _at_message(
        self, workspace: Workspace, body: Payload, channel: str, begun: str | None, under: str | None
    ) -> Heard:
        """`begun` is the thread that the message stands in, `under` the one that may begin below it."""
        user = str(body["user"]["id"])
        return Heard(
            workspace=workspace,
            user=user,
            channel=channel,
            thread=begun or under,
            event_id=str(body["trigger_id"]),
            voice=self._reply(workspace, body, channel, user, begun),
            name=str(body["user"].get("name") or ""),
            place=_name((body.get("channel") or {}).get("name")),
        )

    async def in_person(self, workspace: Workspace, user: str, event_id: str) -> Heard | None:
        """Somebody on their own page, or wherever there is no channel: all of it goes to them directly."""
        channel = await self.directs.with_person(workspace, user)
        return None if channel is None else self.at(workspace, user, channel, None, event_id)

    def at(self, workspace: Workspace, user: str, channel: str, thread: str | None, event_id: str) -> Heard:
        """Somebody who chose a place. In a thread without replies nobody would see what is for one person alone."""
        return Heard(
            workspace=workspace,
            user=user,
            channel=channel,
            thread=thread,
            event_id=event_id,
            voice=self.voice(workspace, channel, user, thread if is_direct(channel) else None),
        )

    async def placed(self, heard: Heard) -> Heard:
        """The same, and whether the direct messages are others': Slack has commands and forms there as well."""
        if heard.are_in or not heard.is_direct:
            return heard
        try:
            async with asyncio.timeout(LOOK_UP):
                with faults_translated():
                    ours = await self.directs.with_person(heard.workspace, heard.user)
        except (ConversationGone, DeliveryPaused, SlackApiError, TimeoutError):
            return heard
        return heard if ours == heard.channel else replace(heard, own_direct=ours)

    def voice(self, workspace: Workspace, channel: str, user: str, thread: str | None) -> Voice:
        """How to speak to somebody there."""
        if is_direct(channel):
            return Plain(self.web, workspace, channel, thread)
        return Whisper(self.web, self.directs, workspace, channel, user, thread)

    def directly(self, workspace: Workspace, user: str) -> Voice:
        """How to speak to somebody of whom nothing else is known."""
        return Directly(self.web, self.directs, workspace, user)

    def _reply(self, workspace: Workspace, body: Payload, channel: str, user: str, thread: str | None) -> Voice:
        otherwise = Whisper(self.web, self.directs, workspace, channel, user, thread)
        address = body.get("response_url")
        return Reply(self.web, str(address), otherwise, thread) if address else otherwise


def _stands_in(message: Payload) -> str | None:
    """The thread that a message stands in. One with replies names itself: it stands in the channel."""
    thread = message.get("thread_ts")
    return None if thread is None or thread == message.get("ts") else str(thread)


def _name(name: object) -> str:
    return name if isinstance(name, str) and name not in _NO_NAMES else ""
