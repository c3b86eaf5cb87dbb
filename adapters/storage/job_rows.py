"""Jobs as rows of the table `jobs`, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from adapters.storage.moments import span_to_ms, to_moment, to_ms
from adapters.storage.statements import Row
from bot.domain.chat import Conversation, Requester
from bot.domain.job import Closing, Job, JobId, JobStatus
from bot.domain.job_events import Lease, Output, Reason, TaskId
from bot.domain.video import ImageId, ImageRole, ModelName, ProviderName, ReferenceImage, Shape, Size, VideoRequest

_STATUS: Final = {status.value: status for status in JobStatus}
_RECENT: Final = 4096
"""How many parsed requests, requesters and conversations are kept: they are immutable, and read many times a job."""


def to_job(row: Row) -> Job:
    """The job in a row of `SELECT * FROM jobs`."""
    # One unpacking in column order costs a third of thirty look-ups by name; a wrong number of columns fails loudly.
    (
        id_, version, status, provider, _requester_key, requester, conversation, request, _model, _seconds, created_at,
        deadline_at, due_at, _wake_at, submitted_at, started_at, rendered_at, finished_at, task_id, output, progress,
        reason, detail, attempts, deliveries, slot_until, lease_owner, lease_until, message_ref, price_microusd,
        expected_ms, cancel_stops_bill, closing, _history, _card_ref, _card_version, _team, deleted_at,
    ) = row  # fmt: skip
    return Job(
        id=JobId(id_),
        requester=_to_requester(requester),
        conversation=_to_conversation(conversation),
        request=_to_request(request),
        provider=ProviderName(provider),
        status=_STATUS[status],
        version=version,
        created_at=to_moment(created_at),
        deadline_at=to_moment(deadline_at),
        due_at=to_moment(due_at),
        submitted_at=to_moment(submitted_at),
        started_at=to_moment(started_at),
        rendered_at=to_moment(rendered_at),
        finished_at=to_moment(finished_at),
        task_id=None if task_id is None else TaskId(task_id),
        output=None if output is None else _to_output(output),
        progress=progress,
        reason=None if reason is None else Reason(reason),
        detail=detail,
        attempts=attempts,
        deliveries=deliveries,
        slot_until=to_moment(slot_until),
        lease=None if lease_until is None else Lease(lease_owner, to_moment(lease_until)),
        message_ref=message_ref,
        price_microusd=price_microusd,
        expected=timedelta(milliseconds=expected_ms),
        cancel_stops_bill=bool(cancel_stops_bill),
        closing=None if closing is None else Closing(closing),
        deleted_at=to_moment(deleted_at),
    )


def to_new_values(job: Job) -> dict[str, object]:
    """All columns of a new row."""
    return to_values(job) | {
        "requester_key": job.requester.key,
        "team": job.requester.team,
        "requester": _from_requester(job.requester),
        "conversation": _from_conversation(job.conversation),
        "request": _from_request(job.request),
        "model": job.request.model,
        "seconds": seconds_key(job.request),
        "created_at": to_ms(job.created_at),
    }


def to_values(job: Job) -> dict[str, object]:
    """The columns that may change in the life of a job, and those that name the row."""
    return {
        "id": job.id,
        "version": job.version,
        "status": job.status.value,
        "provider": job.provider,
        "deadline_at": to_ms(job.deadline_at),
        "due_at": to_ms(job.due_at),
        "wake_at": to_ms(job.wake_at),
        "submitted_at": to_ms(job.submitted_at),
        "started_at": to_ms(job.started_at),
        "rendered_at": to_ms(job.rendered_at),
        "finished_at": to_ms(job.finished_at),
        "task_id": job.task_id,
        "output": None if job.output is None else _from_output(job.output),
        "progress": job.progress,
        "reason": None if job.reason is None else job.reason.value,
        "detail": _storable(job.detail) if job.detail else "",
        "attempts": job.attempts,
        "deliveries": job.deliveries,
        "slot_until": to_ms(job.slot_until),
        "lease_owner": None if job.lease is None else job.lease.owner,
        "lease_until": None if job.lease is None else to_ms(job.lease.until),
        "message_ref": job.message_ref,
        "price_microusd": job.price_microusd,
        "expected_ms": span_to_ms(job.expected),
        "cancel_stops_bill": int(job.cancel_stops_bill),
        "closing": None if job.closing is None else job.closing.value,
        "deleted_at": to_ms(job.deleted_at),
    }


def name_in(requester: str) -> str:
    """What the person in the column `requester` is called."""
    person = _to_requester(requester)
    return person.name or person.user


def seconds_key(request: VideoRequest) -> int:
    """The length as the column `seconds` has it: 0 where the model decides."""
    return request.seconds or 0


def history_line(at: datetime, event: str) -> str:
    """What is added to the column `history`."""
    return f"{to_ms(at)} {event}\n"


def to_history(text: str) -> Sequence[tuple[datetime, str]]:
    """The lines of the column `history`."""
    parts = (line.partition(" ") for line in text.splitlines())
    return [(to_moment(int(at)), event) for at, _, event in parts]


def _from_output(output: Output) -> str:
    return _to_text({"url": output.url, "needs_key": output.needs_key, "expires_at": to_ms(output.expires_at)})


def _to_output(text: str) -> Output:
    found = json.loads(text)
    return Output(found["url"], needs_key=found["needs_key"], expires_at=to_moment(found["expires_at"]))


@lru_cache(_RECENT)
def _from_requester(requester: Requester) -> str:
    return _to_text(
        {
            "platform": requester.platform,
            "spans_teams": requester.spans_teams,
            "team": requester.team,
            "user": requester.user,
            "roles": requester.roles,
            "name": requester.name,
        }
    )


@lru_cache(_RECENT)
def _to_requester(text: str) -> Requester:
    found = json.loads(text)
    return Requester(**found | {"roles": tuple(found["roles"])})


@lru_cache(_RECENT)
def _from_conversation(place: Conversation) -> str:
    return _to_text(asdict(place))


@lru_cache(_RECENT)
def _to_conversation(text: str) -> Conversation:
    return Conversation(**json.loads(text))


def _from_request(request: VideoRequest) -> str:
    return _to_text(
        {
            "prompt": request.prompt,
            "model": request.model,
            "seconds": request.seconds,
            "shape": [request.shape.aspect, request.shape.tier],
            "size": [request.size.width, request.size.height],
            "audio": request.audio,
            "images": [[image.id, image.role.value, image.media_type] for image in request.images],
            "seed": request.seed,
            "negative_prompt": request.negative_prompt,
            "options": dict(request.options),
        }
    )


@lru_cache(_RECENT)
def _to_request(text: str) -> VideoRequest:
    found = json.loads(text)
    return VideoRequest(
        prompt=found["prompt"],
        model=ModelName(found["model"]),
        seconds=found["seconds"],
        shape=Shape(*found["shape"]),
        size=Size(*found["size"]),
        audio=found["audio"],
        images=tuple(
            ReferenceImage(ImageId(id_), ImageRole(role), media_type) for id_, role, media_type in found["images"]
        ),
        seed=found["seed"],
        negative_prompt=found["negative_prompt"],
        options=found["options"],
    )


def _to_text(value: dict[str, Any]) -> str:
    # ASCII: JSON's own escapes carry what PostgreSQL would refuse in a text, such as a zero or half a surrogate pair.
    return json.dumps(value, separators=(",", ":"))


def _storable(text: str) -> str:
    """A vendor's wording, without what PostgreSQL refuses in a text."""
    return text.replace("\0", "").encode(errors="replace").decode()
