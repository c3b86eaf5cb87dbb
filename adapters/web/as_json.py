"""The neutral messages of the core as the JSON that the page reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.web.chat_log_port import ChatMessage
from adapters.web.room import BOT
from bot.domain.chat import Button, Card, Notice, Progress, Table, VideoPost

Json = dict[str, Any]

_UNSEEN: Final = frozenset({"private_to", "name"})
"""What a body holds for us alone, or what is shown elsewhere."""


def card_json(card: Card) -> Json:
    """A card: `progress.since` as ISO time, spans in seconds."""
    return {
        "job_id": card.job_id,
        "status": card.status,
        "tone": card.tone.value,
        "title": card.title,
        "prompt": card.prompt,
        "facts": list(card.facts),
        "progress": _progress_json(card.progress) if card.progress else None,
        "note": card.note,
        "buttons": [_button_json(button) for button in card.buttons],
        "is_final": card.is_final,
    }


def notice_json(notice: Notice) -> Json:
    """A plain answer."""
    return {
        "text": notice.text,
        "tone": notice.tone.value,
        "table": _table_json(notice.table) if notice.table else None,
        "links": [{"label": link.label, "url": link.url} for link in notice.links],
        "buttons": [_button_json(button) for button in notice.buttons],
    }


def video_json(post: VideoPost, *, src: str | None, link: str | None) -> Json:
    """A finished video: `src` is where the page plays it, `link` where it can be fetched if it lies elsewhere."""
    return {
        "job_id": post.job_id,
        "text": post.text,
        "prompt": post.prompt,
        "filename": post.filename,
        "width": post.width,
        "height": post.height,
        "seconds": post.seconds,
        "mentions": post.mentions,
        "buttons": [_button_json(button) for button in post.buttons],
        "src": src,
        "link": link,
    }


def message_json(message: ChatMessage) -> Json:
    """A message of the log, as everybody who may see it gets it."""
    return {
        "id": message.id,
        "seq": message.seq,
        "rev": message.rev,
        "conversation": message.conversation,
        "kind": message.kind,
        "key": message.key,
        "at": message.created_at.isoformat(),
        "author": {"id": message.author, "name": message.body.get("name", ""), "is_bot": message.author == BOT},
        "is_private": "private_to" in message.body,
        "body": {name: value for name, value in message.body.items() if name not in _UNSEEN},
    }


def is_for(message: ChatMessage, user: str) -> bool:
    """Whether this person may see the message."""
    reader = message.body.get("private_to")
    return reader is None or reader == user


def _progress_json(progress: Progress) -> Mapping[str, Any]:
    return {
        "steps": list(progress.steps),
        "current": progress.current,
        "since": progress.since.isoformat(),
        "expected": progress.expected.total_seconds() if progress.expected else None,
        "fraction": progress.fraction,
    }


def _button_json(button: Button) -> Mapping[str, str]:
    return {"action": button.action.value, "label": button.label, "job_id": button.job_id}


def _table_json(table: Table) -> Mapping[str, Any]:
    return {"headings": list(table.headings), "rows": [list(row) for row in table.rows], "links": list(table.links)}
