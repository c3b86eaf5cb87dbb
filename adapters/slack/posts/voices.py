"""The ways to answer one person: so that nobody else sees it where others are, and plainly where nobody else is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks.layout import Message, notice_message
from adapters.slack.lookups.directs import Directs
from adapters.slack.posts.finding import Place
from adapters.slack.posts.posting import post
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import GONE, error_code, faults_translated
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.chat import Notice
from bot.domain.errors import DeliveryPaused

log = structlog.get_logger()

PAUSES: Final = (1.0, 5.0)
LONGEST_PAUSE: Final = 30.0
"""Seconds between tries to say something."""


Sleep = Callable[[float], Awaitable[None]]


class Voice(Protocol):
    """How we speak to somebody who has just said or pressed something."""

    async def say(self, message: Message) -> None:
        """Tell them."""
        ...

    async def replace(self, message: Message) -> None:
        """Let it take the place of the answer whose button they pressed, where there is one; else tell them."""
        ...


async def tell(voice: Voice, notice: Notice, *, sleep: Sleep = asyncio.sleep) -> None:
    """Tell them a plain answer, patiently."""
    await patiently(lambda: voice.say(notice_message(notice)), sleep=sleep)


async def patiently(say: Callable[[], Awaitable[None]], *, sleep: Sleep = asyncio.sleep) -> None:
    """Say it, and again after a pause where Slack is away for a moment: an answer twice is better than none.

    Raises `DeliveryPaused` where it stays away, and `ConversationGone`.
    """
    for pause in (*PAUSES, None):
        try:
            with faults_translated():
                await say()
        except DeliveryPaused as error:
            if pause is None:
                raise
            await sleep(min(LONGEST_PAUSE, max(pause, error.retry_after.total_seconds())))
        else:
            return


@dataclass(frozen=True, slots=True)
class Plain:
    """In the direct messages with them, in the thread they wrote in, if it was one."""

    web: SlackWeb
    workspace: Workspace
    channel: str
    thread: str | None = None

    async def say(self, message: Message) -> None:
        """A message like any other."""
        await post(self.web, self.workspace, Place(self.channel, self.thread), message)

    async def replace(self, message: Message) -> None:
        """One more message."""
        await self.say(message)


@dataclass(frozen=True, slots=True)
class Directly:
    """In the direct messages with them, which are opened for it where that was not done yet."""

    web: SlackWeb
    directs: Directs
    workspace: Workspace
    user: str

    async def say(self, message: Message) -> None:
        """A message like any other; none where this person cannot be written to."""
        channel = await self.directs.with_person(self.workspace, self.user)
        if channel is None:
            log.info("slack_person_not_reached")
            return
        await Plain(self.web, self.workspace, channel).say(message)

    async def replace(self, message: Message) -> None:
        """One more message."""
        await self.say(message)


@dataclass(frozen=True, slots=True)
class Whisper:
    """In a channel, for their eyes alone; directly, where we are not in the channel.

    `thread` is one that has replies: in any other nobody sees such a message
    (https://docs.slack.dev/reference/methods/chat.postEphemeral).
    """

    web: SlackWeb
    directs: Directs
    workspace: Workspace
    channel: str
    user: str
    thread: str | None = None

    async def say(self, message: Message) -> None:
        """A message that is gone when their client starts anew."""
        try:
            await self.web(
                self.workspace,
                "chat.postEphemeral",
                channel=self.channel,
                user=self.user,
                thread_ts=self.thread,
                text=message.text,
                blocks=message.blocks,
            )
        except SlackApiError as error:
            if error_code(error) not in GONE:
                raise
            await self._directly(message)

    async def replace(self, message: Message) -> None:
        """One more message: Slack changes none of these but by the address that comes with a press."""
        await self.say(message)

    async def _directly(self, message: Message) -> None:
        await Directly(self.web, self.directs, self.workspace, self.user).say(message)


@dataclass(frozen=True, slots=True)
class Reply:
    """By the address that comes with a command or a press, good five times within half an hour; then `otherwise`."""

    web: SlackWeb
    address: str
    otherwise: Voice
    thread: str | None = None

    async def say(self, message: Message) -> None:
        """For their eyes alone, also where we are not in the channel."""
        body: dict[str, Any] = {"response_type": "ephemeral", "replace_original": False}
        if self.thread is not None:
            body["thread_ts"] = self.thread
        if not await self._send(body, message):
            await self.otherwise.say(message)

    async def replace(self, message: Message) -> None:
        """In the place of what was pressed."""
        if not await self._send({"replace_original": True}, message):
            await self.otherwise.say(message)

    async def _send(self, body: Mapping[str, Any], message: Message) -> bool:
        client = AsyncWebhookClient(self.address, session=self.web.session, retry_handlers=[])
        answer = await client.send_dict({**body, "text": message.text, "blocks": message.blocks})
        return answer.status_code == 200
