"""Calls of Slack's Web API: each with its workspace's token, when it is its turn, and never by itself a second time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.web_api.api_address import SLACK_API, is_slacks
from adapters.slack.web_api.faults import asked_to_wait, error_code, texts_refused
from adapters.slack.web_api.pacing import Turns
from adapters.slack.web_api.standing import Standing
from adapters.slack.web_api.workspaces import Workspace

log = structlog.get_logger()

TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)
_LIMITED: Final = frozenset({"ratelimited", "rate_limited"})
_LONG_ENOUGH: Final = 30.0
"""Seconds to rest where Slack says that it was too much, and not for how long."""


@dataclass(slots=True)
class SlackWeb:
    """`session` is open for as long as this is used. Arguments that are None are left out."""

    session: aiohttp.ClientSession
    standing: Standing
    api_url: str = SLACK_API
    turns: Turns = field(default_factory=Turns)
    client: AsyncWebClient = field(init=False)

    def __post_init__(self) -> None:
        # Its own retries would post things twice: what becomes of a call whose answer is lost is for the caller to say.
        self.client = AsyncWebClient(base_url=self.api_url, session=self.session, retry_handlers=[])

    async def __call__(
        self,
        workspace: Workspace,
        method: str,
        *,
        in_channel: str | None = None,
        can_wait: bool = False,
        **arguments: Any,
    ) -> Mapping[str, Any]:
        """The answer.

        Raises `SlackClientError`, errors of the connection, and `DeliveryPaused` where it is not our turn.

        `in_channel`: where a message will appear. `can_wait`: it gives way to all that is more urgent.
        """
        self.standing.check()
        await self.turns.take(workspace.team, method, in_channel, can_wait=can_wait)
        try:
            # Everything goes into the body: addresses are logged in many places, and prompts are nobody's business.
            with texts_refused():
                answer = await self.client.api_call(method, data=_form(arguments), headers=_bearing(workspace.token))
        except SlackApiError as error:
            self._learn(workspace, method, error)
            raise
        return _body(answer.data)

    async def upload(self, address: str, body: Any, length: int) -> None:
        """Send a file's bytes to where Slack wants them. Raises `aiohttp.ClientError`."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(length)}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=120)
        async with self.session.post(address, data=body, headers=headers, timeout=timeout) as answer:
            answer.raise_for_status()

    def bearer(self, workspace: Workspace, address: str) -> str | None:
        """What opens a file there: our token, which no other host than Slack's is shown."""
        return workspace.token if is_slacks(address, self.api_url) else None

    def _learn(self, workspace: Workspace, method: str, error: SlackApiError) -> None:
        if error_code(error) in _LIMITED or getattr(error.response, "status_code", 0) == 429:
            wait = asked_to_wait(error)
            self.turns.rest(workspace.team, method, _LONG_ENOUGH if wait is None else wait.total_seconds())
        if error_code(error) == "missing_scope":
            needed = getattr(error.response, "data", {}).get("needed")
            log.error("slack_scope_missing", method=method, needed=needed, advice="install the app once more")
        self.standing.hear(workspace, error)


def needed(answer: Any, name: str) -> Any:
    """A part of an answer. Raises `SlackClientError` where it is missing: nobody knows what became of the call."""
    part = answer.get(name) if isinstance(answer, Mapping) else None
    if part is None:
        raise SlackClientError(f"an answer of Slack's without {name}")
    return part


def _form(arguments: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in arguments.items() if value is not None}


def _bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _body(data: Any) -> Mapping[str, Any]:
    body: Mapping[str, Any] = data if isinstance(data, dict) else {}
    return body
