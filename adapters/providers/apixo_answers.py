"""What APIXO's answers and callbacks mean: one envelope `{"code", "message", "data": {…}}` for all of them.

Facts from https://apixo.ai/docs/api-reference/webhooks and …/errors. A task that failed comes with code 200, a result
is a string that holds JSON, times are Unix milliseconds, and whether HTTP status and `code` agree is not documented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from adapters.providers.refusals import is_about_content, read_object, refusal, trouble
from adapters.providers.spec import Answer
from bot.domain.errors import BadImage, BadRequest, ModelGone, OutOfCredit, ProviderTrouble, Refused, SoraError
from bot.domain.job_events import Output, Reason, TaskId
from bot.ports import Done, Ended, ProviderUpdate, Running, Waiting

RESULT_LIFE: Final = timedelta(days=15)
_PROGRESS: Final[Mapping[str, ProviderUpdate]] = {
    "pending": Waiting(),
    "processing": Running(),
    "processing_r2": Running(),
}

FAIL_CODES: Final[Mapping[str, Reason]] = {
    "CONTENT_VIOLATION": Reason.CONTENT,
    "NSFW_DETECTED": Reason.CONTENT,
    "NSFW": Reason.CONTENT,
    "SensitiveContent": Reason.CONTENT,
    "SensitiveContentDetected": Reason.CONTENT,
    "InputImageSensitiveContentDetected": Reason.CONTENT,
    "InputOutputSensitiveContentDetected": Reason.CONTENT,
    "ProhibitedContentDetected": Reason.CONTENT,
    "PROMPT_TOO_LONG": Reason.BAD_REQUEST,
    "PromptLengthExceeded": Reason.BAD_REQUEST,
    "INVALID_PROMPT": Reason.BAD_REQUEST,
    "INVALID_IMAGE_URL": Reason.BAD_IMAGE,
    "IMAGE_DOWNLOAD_FAILED": Reason.BAD_IMAGE,
    "IMAGE_TOO_LARGE": Reason.BAD_IMAGE,
    "UNSUPPORTED_FORMAT": Reason.BAD_IMAGE,
    "PROCESSING_TIMEOUT": Reason.PROVIDER_FAILED,
    "GENERATION_FAILED": Reason.PROVIDER_FAILED,
    "MODEL_UNAVAILABLE": Reason.MODEL_GONE,
    "INSUFFICIENT_CREDITS": Reason.PROVIDER_CREDIT,
}
_IMAGE_PROBLEMS: Final[Mapping[str, str]] = {"IMAGE_TOO_LARGE": "too_large", "UNSUPPORTED_FORMAT": "unsupported"}


def read_submit(answer: Answer) -> TaskId:
    """The id of the task that was made. Raises like `VideoProvider.submit`."""
    envelope = _Envelope.read(answer)
    if envelope is None:
        raise refusal(answer.status, answer.headers, "")
    if envelope.task_id is not None and envelope.code < 400:
        return envelope.task_id
    raise _submit_error(envelope, answer.headers)


def read_status(answer: Answer) -> ProviderUpdate:
    """How the task is. An unknown task is waiting: it may be too new, and the job has its deadline."""
    envelope = _Envelope.read(answer)
    status = envelope.status if envelope else answer.status
    if status == 404:
        return Waiting()
    if envelope is None or not 200 <= status < 300:
        raise trouble(status, answer.headers, envelope.text if envelope else "unreadable")
    match envelope.state:
        case "success":
            return Done(outputs=_outputs(envelope.task))
        case "failed":
            return Ended(envelope.reason, envelope.text)
        case state:
            return _PROGRESS.get(state, Waiting())


def read_callback(body: bytes) -> TaskId | None:
    """The task a callback speaks of. Raises ValueError for a body that is no JSON object."""
    return _Envelope(read_object(body), 200).task_id


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A body that could be read, and the HTTP status it came with. One documented page shows `data` alone."""

    body: Mapping[str, Any]
    http_status: int

    @classmethod
    def read(cls, answer: Answer) -> Self | None:
        """The envelope, or None where the body is none: an error page, or half an answer."""
        try:
            return cls(read_object(answer.body), answer.status)
        except ValueError:
            return None

    @property
    def task(self) -> Mapping[str, Any]:
        data = self.body.get("data")
        return data if isinstance(data, dict) else {}

    @property
    def code(self) -> int:
        code = self.body.get("code")
        if isinstance(code, str) and code.isdecimal() and len(code) < 10:
            return int(code)
        return code if isinstance(code, int) else 200

    @property
    def status(self) -> int:
        """Of HTTP status and `code`, the one that is an error; a server's fault before all others."""
        return self.code if self.code >= 400 and self.http_status < 500 else self.http_status

    @property
    def task_id(self) -> TaskId | None:
        task_id = self.task.get("taskId")
        if not isinstance(task_id, str) or not 0 < len(task_id) <= 200:
            return None
        return TaskId(task_id) if task_id.isascii() and task_id.isprintable() else None

    @property
    def state(self) -> str:
        return _text(self.task, "state").lower()

    @property
    def fail_code(self) -> str:
        return _text(self.task, "failCode") or _text(self.body, "failCode")

    @property
    def reason(self) -> Reason:
        by_words = Reason.CONTENT if is_about_content(self.text) else Reason.PROVIDER_FAILED
        return FAIL_CODES.get(self.fail_code, by_words)

    @property
    def text(self) -> str:
        """The vendor's words, the most telling first."""
        words = (self.fail_code, _text(self.task, "failMsg"), _text(self.task, "error"), _text(self.body, "message"))
        return ": ".join(word for word in words if word and word != "success")


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _submit_error(envelope: _Envelope, headers: Mapping[str, str]) -> SoraError:
    """A named failure says more than the status, except where a pause is asked for."""
    status, text = envelope.status, envelope.text
    named = FAIL_CODES.get(envelope.fail_code) if status != 429 else None
    match named:
        case Reason.CONTENT:
            return Refused(text)
        case Reason.BAD_REQUEST:
            return BadRequest(text)
        case Reason.BAD_IMAGE:
            return BadImage(_IMAGE_PROBLEMS.get(envelope.fail_code, "unreachable"))
        case Reason.PROVIDER_CREDIT:
            return OutOfCredit()
        case Reason.MODEL_GONE if status < 500:
            return ModelGone()
        case _:
            # 403 is documented as "content violates policy", whatever words come along.
            return Refused(text) if status == 403 else refusal(status, headers, text)


def _outputs(task: Mapping[str, Any]) -> tuple[Output, ...]:
    expires_at = _expiry(task.get("completeTime"))
    outputs = tuple(Output(url, expires_at=expires_at) for url in _urls(task.get("resultJson")))
    if not outputs:
        raise ProviderTrouble("success without a result")
    return outputs


def _urls(result: object) -> list[str]:
    try:
        fields = read_object(result.encode()) if isinstance(result, str) else result
    except ValueError:
        return []
    urls = fields.get("resultUrls") if isinstance(fields, dict) else None
    return [url for url in urls if _is_url(url)] if isinstance(urls, list) else []


def _is_url(url: object) -> bool:
    return isinstance(url, str) and 0 < len(url) <= 4096 and url.isprintable()


def _expiry(completed_ms: object) -> datetime | None:
    if not isinstance(completed_ms, int):
        return None
    try:
        return datetime.fromtimestamp(completed_ms / 1000, UTC) + RESULT_LIFE
    except (ValueError, OverflowError, OSError):
        return None
