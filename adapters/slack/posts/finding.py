"""Finds again what an earlier try has posted: by our mark on the message, or by the job's id in its blocks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.places import Ref
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.workspaces import Workspace

CARD: Final = "sora_card"
VIDEO: Final = "sora_video"
"""Types of the metadata on our messages; its payload is `{"job": id}`."""

PAGE: Final = 100
PAGES: Final = 5
"""Messages that are looked through at most are these two multiplied."""

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and the thread in it, where there is one."""

    channel: str
    thread: str | None = None


def mark(kind: str, job_id: str) -> dict[str, object]:
    """What we write on a message for ourselves. Files cannot be posted with it: there the blocks' ids do the same."""
    return {"event_type": kind, "event_payload": {"job": job_id}}


async def find_card(
    web: SlackWeb, workspace: Workspace, place: Place, job_id: str, since: str | None = None
) -> Ref | None:
    """The job's card; `since` is the `ts` of an earlier message."""
    return await _find(web, workspace, place, since, lambda message: _is_marked(message, CARD, job_id))


async def find_video(
    web: SlackWeb, workspace: Workspace, place: Place, job_id: str, since: str | None = None
) -> Ref | None:
    """The job's video, or the link in its place; `since` is the `ts` of an earlier message."""
    return await _find(web, workspace, place, since, lambda message: _shows_video(message, job_id))


async def _find(
    web: SlackWeb, workspace: Workspace, place: Place, since: str | None, is_it: Callable[[Message], bool]
) -> Ref | None:
    async for message in _said(web, workspace, place, since):
        if is_it(message) and _is_ours(message, workspace):
            file = next((file["id"] for file in message.get("files", ())), None)
            return Ref(place.channel, message["ts"], file)
    return None


async def _said(web: SlackWeb, workspace: Workspace, place: Place, since: str | None) -> AsyncIterator[Message]:
    """What was said in the thread, first to last, or in the channel, last to first."""
    method = "conversations.history" if place.thread is None else "conversations.replies"
    cursor: str | None = None
    for _ in range(PAGES):
        page = await web(
            workspace,
            method,
            channel=place.channel,
            ts=place.thread,
            oldest=since,
            limit=PAGE,
            cursor=cursor,
            include_all_metadata=True,
        )
        for message in needed(page, "messages"):
            yield message
        cursor = page.get("response_metadata", {}).get("next_cursor") or None
        if cursor is None:
            return


def _is_ours(message: Message, workspace: Workspace) -> bool:
    return message.get("bot_id") == workspace.bot_id or message.get("user") == workspace.bot_user


def _is_marked(message: Message, kind: str, job_id: str) -> bool:
    written = message.get("metadata") or {}
    return written.get("event_type") == kind and (written.get("event_payload") or {}).get("job") == job_id


def _shows_video(message: Message, job_id: str) -> bool:
    is_marked = any(block.get("block_id") == f"sora:video:{job_id}" for block in message.get("blocks", ()))
    is_named = any(f"-{job_id}." in f"-{file.get('name', '')}" for file in message.get("files", ()))
    return is_marked or is_named or _is_marked(message, VIDEO, job_id)
