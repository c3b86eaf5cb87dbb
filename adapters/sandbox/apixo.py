"""APIXO's API for Sora 2 and Sora 2 Pro: its routes and its words. Base path `/apixo/api/v1`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from adapters.sandbox.apixo_input import MODELS, Invalid, Rules, to_order
from adapters.sandbox.desk import Desk
from adapters.sandbox.task import Problem, Task, TaskState
from adapters.sandbox.voice import Reply
from adapters.sandbox.workshop import BAD_RESULT

BASE_PATH: Final = "/apixo/api/v1"

_STATES: Final = {
    TaskState.WAITING: "pending",
    TaskState.RUNNING: "processing",
    TaskState.DONE: "success",
    TaskState.FAILED: "failed",
}
_FAIL_CODES: Final = {
    Problem.REFUSED: "CONTENT_VIOLATION",
    Problem.BROKEN: "GENERATION_FAILED",
    Problem.IMAGE_UNREACHABLE: "IMAGE_DOWNLOAD_FAILED",
    Problem.IMAGE_TOO_LARGE: "IMAGE_TOO_LARGE",
    Problem.IMAGE_UNSUPPORTED: "UNSUPPORTED_FORMAT",
}
FAIL_CODES: Final[Mapping[str, str]] = {
    "CONTENT_VIOLATION": "Content violates usage policy",
    "NSFW_DETECTED": "Inappropriate content detected",
    "PROMPT_TOO_LONG": "Prompt exceeds the maximum length",
    "INVALID_PROMPT": "Prompt is empty or malformed",
    "INVALID_IMAGE_URL": "Image URL is not valid",
    "IMAGE_TOO_LARGE": "Image exceeds the maximum size",
    "UNSUPPORTED_FORMAT": "Image format is not supported",
    "IMAGE_DOWNLOAD_FAILED": "Image could not be downloaded",
    "PROCESSING_TIMEOUT": "Processing took too long",
    "MODEL_UNAVAILABLE": "Model is temporarily unavailable",
    "GENERATION_FAILED": "Generation failed",
    "INSUFFICIENT_CREDITS": "Not enough credits",
    "SensitiveContent": "Sensitive content",
    "SensitiveContentDetected": "Sensitive content detected",
    "InputImageSensitiveContentDetected": "The input image holds sensitive content",
    "InputOutputSensitiveContentDetected": "The input or the output holds sensitive content",
    "NSFW": "Not safe for work",
    "ProhibitedContentDetected": "Prohibited content detected",
    "PromptLengthExceeded": "Prompt length exceeded",
}
"""Every documented `failCode` (apixo.ai/docs/api-reference/errors and /error-codes), with a message for each."""

_MESSAGES: Final = {
    400: ("Invalid request", "The request is not valid"),
    401: ("Unauthorized", "Invalid API key"),
    402: ("Insufficient balance", "The account balance is not sufficient"),
    403: ("Forbidden", "Content violates usage policy"),
    404: ("Not found", "The task does not exist or has expired"),
    429: ("Too many requests", "Rate limit exceeded"),
    500: ("Internal server error", "Something went wrong"),
    503: ("Service unavailable", "The service is temporarily unavailable"),
}


class ApixoVoice:
    """APIXO's words. Its documents do not say that the HTTP status equals `code`; here it does."""

    provider = "apixo"

    def accepted(self, task: Task) -> Reply:
        """Name the task."""
        return Reply(200, {"code": 200, "message": "success", "data": {"taskId": task.id}})

    def envelope(self, task: Task) -> Mapping[str, Any]:
        """`code` is 200 even for a failed task, and `resultJson` is a string that holds JSON."""
        data: dict[str, Any] = {"taskId": task.id, "state": task.state_word or _STATES[task.state]}
        data |= _ending(task) | {"createTime": task.created_ms}
        if task.completed_ms is not None:
            data["completeTime"] = task.completed_ms
            if task.failure is None:
                data["costTime"] = task.completed_ms - task.created_ms
        return {"code": 200, "message": "success", "data": data}

    def error(self, code: int, message: str = "", fail_code: str | None = None) -> Reply:
        """An error that is known at once."""
        title, usual = _MESSAGES[code]
        data = {"error": message or usual} | ({"failCode": fail_code} if fail_code else {})
        if code == 403 and not fail_code:
            data["failCode"] = "CONTENT_VIOLATION"
        return Reply(code, {"code": code, "message": title, "data": data})

    def model_gone(self, model: str) -> Reply:
        """Not documented; written like an unknown model."""
        return self.error(404, f"Model {model} is not available", "MODEL_UNAVAILABLE")


def _ending(task: Task) -> dict[str, Any]:
    if task.failure is not None:
        code = task.failure.code or _FAIL_CODES[task.failure.problem]
        return {"failCode": code, "failMsg": FAIL_CODES.get(code, code)}
    if task.result is None:
        return {}
    if task.result == BAD_RESULT:
        return {"resultJson": '{"resultUrls": ['}
    return {"resultJson": json.dumps({"resultUrls": [task.result] if task.result else []})}


@dataclass(frozen=True, slots=True)
class ApixoApi:
    """The two routes."""

    desk: Desk
    rules: Rules
    voice: ApixoVoice = field(default_factory=ApixoVoice)

    def routes(self) -> Sequence[web.RouteDef]:
        """What the server mounts."""
        return (
            web.post(f"{BASE_PATH}/generateTask/{{model}}", self.submit),
            web.get(f"{BASE_PATH}/statusTask/{{model}}", self.status),
        )

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Make a task."""
        if (refusal := self.desk.refuse(request, self.voice)) is not None:
            return refusal
        model = request.match_info["model"]
        if model not in MODELS:
            return self.desk.reply(self.voice.model_gone(model))
        try:
            order = to_order(model, await _read_json(request), self.rules)
        except Invalid as invalid:
            return self.desk.reply(self.voice.error(400, invalid.message, invalid.fail_code))
        return await self.desk.submit(request, order, self.voice)

    async def status(self, request: web.Request) -> web.StreamResponse:
        """Say how the task of the query's `taskId` is."""
        if (refusal := self.desk.refuse(request, self.voice)) is not None:
            return refusal
        task_id = request.query.get("taskId", "")
        if not task_id:
            return self.desk.reply(self.voice.error(400, "Missing required field: taskId"))
        return await self.desk.status(request, task_id, request.match_info["model"], self.voice)


async def _read_json(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise Invalid("Content-Type must be application/json")
    try:
        return json.loads(await request.read())
    except ValueError:
        raise Invalid("The body is not JSON") from None
