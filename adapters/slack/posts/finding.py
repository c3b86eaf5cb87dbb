"""Finds again what an earlier try has posted: by our mark on the message, or by the job's id in its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.lately import Lately
from adapters.slack.places import Ref
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.faults import AWAY, GONE, error_code
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.errors import DeliveryPaused
from bot.ports import Clock

log = structlog.get_logger()

CARD: Final = "sora_card"
VIDEO: Final = "sora_video"
"""Types of the metadata on our messages; its payload is `{"job": id}`."""

PAGE: Final = 100
MOST: Final = 500
"""So many messages are looked through, in pages of so many where Slack gives as much."""

KEPT: Final = timedelta(hours=1)
"""So long a search waits for the next try to go on with it."""

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and the thread in it, where there is one."""

    channel: str
    thread: str | None = None


def mark(kind: str, job_id: str) -> dict[str, object]:
    """What we write on a message for ourselves. Files cannot be posted with it: there the blocks' ids do the same."""
    return {"event_type": kind, "event_payload": {"job": job_id}}


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for: one job's card or video."""

    team: str
    kind: str
    job_id: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where to look. `since` tells searches apart that begin after different messages."""

    place: Place
    since: str | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a search has come: `seen` counts the messages that were looked through."""

    oldest: str | None
    cursor: str | None = None
    seen: int = 0
    is_over: bool = False

    def after(self, page: Mapping[str, Any]) -> _Way:
        """One page further. An empty page counts as a message, so that no search is endless."""
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        seen = self.seen + max(1, len(needed(page, "messages")))
        return _Way(self.oldest, cursor, seen, is_over=cursor is None or seen >= MOST)


@dataclass(slots=True)
class Searches:
    """Looks for what was posted, and goes on where an earlier try was stopped.

    Apps that are given away outside Slack's Marketplace may read once a minute, 15 messages each time
    (https://docs.slack.dev/apis/web-api/rate-limits): there a search takes several tries.
    """

    web: SlackWeb
    clock: Clock
    _ways: Lately[_Sought, dict[_Spot, _Way]] = field(init=False)

    def __post_init__(self) -> None:
        self._ways = Lately(self.clock, KEPT)

    async def card(self, workspace: Workspace, place: Place, job_id: str, since: str | None = None) -> Ref | None:
        """The job's card; `since` is the `ts` of an earlier message, and may be another with each try."""
        sought = _Sought(workspace.team, CARD, job_id)
        found = await self._go_on(workspace, sought, _Spot(place), since)
        self._ways.forget(sought)
        return found

    async def video(self, workspace: Workspace, place: Place, job_id: str, since: str | None = None) -> Ref | None:
        """The job's video, or the link in its place; None also where we may not read what was said there.

        `since` is the `ts` of an earlier message. That there is none holds until `forget`: whoever looks in two places,
        and is stopped in the second, would else have to begin with the first one for ever.
        """
        sought, spot = _Sought(workspace.team, VIDEO, job_id), _Spot(place, since)
        try:
            return await self._go_on(workspace, sought, spot, since)
        except SlackApiError as error:
            if error_code(error) not in GONE:
                raise
            log.info("slack_history_closed", job=job_id, error=error_code(error))
            self._learn(sought, spot, _Way(since, is_over=True))
            return None

    def forget(self, workspace: Workspace, channel: str, job_id: str) -> None:
        """The job's video may be there from now on, or may have come meanwhile: look for it anew."""
        sought = _Sought(workspace.team, VIDEO, job_id)
        elsewhere = {spot: way for spot, way in self._known(sought).items() if spot.place.channel != channel}
        self._ways.learn(sought, elsewhere)

    async def _go_on(self, workspace: Workspace, sought: _Sought, spot: _Spot, since: str | None) -> Ref | None:
        way = self._known(sought).get(spot, _Way(since))
        while not way.is_over:
            page = await self._page(workspace, sought, spot.place, way)
            found = next((one for one in needed(page, "messages") if _is_it(one, workspace, sought)), None)
            if found is not None:
                self._ways.forget(sought)
                return _ref(spot.place, found)
            way = self._learn(sought, spot, way.after(page))
        return None

    async def _page(self, workspace: Workspace, sought: _Sought, place: Place, way: _Way) -> Mapping[str, Any]:
        """What was said in the thread, first to last, or in the channel, last to first."""
        try:
            return await self.web(
                workspace,
                "conversations.history" if place.thread is None else "conversations.replies",
                channel=place.channel,
                ts=place.thread,
                oldest=way.oldest,
                limit=PAGE,
                cursor=way.cursor,
                include_all_metadata=True,
            )
        except SlackApiError as error:
            if error_code(error) != "invalid_cursor":
                raise
            self._ways.forget(sought)  # too old for Slack
            raise DeliveryPaused(AWAY) from None

    def _known(self, sought: _Sought) -> dict[_Spot, _Way]:
        return self._ways.of(sought) or {}

    def _learn(self, sought: _Sought, spot: _Spot, way: _Way) -> _Way:
        self._ways.learn(sought, {**self._known(sought), spot: way})
        return way


def _is_it(message: Message, workspace: Workspace, sought: _Sought) -> bool:
    if not _is_ours(message, workspace):
        return False
    if sought.kind == VIDEO:
        return _shows_video(message, sought.job_id)
    return _is_marked(message, sought.kind, sought.job_id)


def _ref(place: Place, message: Message) -> Ref:
    file = next((file["id"] for file in message.get("files", ())), None)
    return Ref(place.channel, message["ts"], file)


def _is_ours(message: Message, workspace: Workspace) -> bool:
    return message.get("bot_id") == workspace.bot_id or message.get("user") == workspace.bot_user


def _is_marked(message: Message, kind: str, job_id: str) -> bool:
    written = message.get("metadata") or {}
    return written.get("event_type") == kind and (written.get("event_payload") or {}).get("job") == job_id


def _shows_video(message: Message, job_id: str) -> bool:
    is_marked = any(block.get("block_id") == f"sora:video:{job_id}" for block in message.get("blocks", ()))
    is_named = any(f"-{job_id}." in f"-{file.get('name', '')}" for file in message.get("files", ()))
    return is_marked or is_named or _is_marked(message, VIDEO, job_id)
