"""What APIXO's answers mean, one by one from its pages, and what any other bytes mean."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.providers.apixo_answers import FAIL_CODES, read_callback, read_status, read_submit
from adapters.providers.spec import Answer
from bot.domain.errors import (
    BadImage,
    BadRequest,
    KeyRefused,
    ModelGone,
    OperatorError,
    OutOfCredit,
    PersonError,
    ProviderBusy,
    ProviderTrouble,
    Refused,
    SoraError,
    TimeError,
)
from bot.domain.job_events import Output, Reason
from bot.ports import Done, Ended, Running, Waiting

SAMPLES = Path(__file__).parent / "samples" / "apixo"


def recorded(name: str, status: int = 200) -> Answer:
    return Answer(status=status, headers={}, body=(SAMPLES / f"{name}.json").read_bytes())


def an_answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status=status, headers=headers or {}, body=json.dumps(body).encode())


def a_task(**fields: Any) -> Answer:
    return an_answer({"code": 200, "message": "success", "data": {"taskId": "task_1", **fields}})


# --- submit


def test_an_accepted_task_has_an_id() -> None:
    assert read_submit(recorded("submitted")) == "task_12345678"


@pytest.mark.parametrize("status", [200, 201, 202])
def test_every_2xx_is_an_acceptance(status: int) -> None:
    assert read_submit(recorded("submitted", status)) == "task_12345678"


@pytest.mark.parametrize("code", [200, "200", 0, None, 201])
def test_a_task_with_an_id_and_no_error_code_was_accepted(code: object) -> None:
    assert read_submit(an_answer({"code": code, "data": {"taskId": "task_1"}})) == "task_1"


def test_a_missing_field_is_a_bad_request() -> None:
    with pytest.raises(BadRequest) as caught:
        read_submit(recorded("submit-bad-request", 400))

    assert caught.value.detail == "Missing required field: input.prompt: Invalid request"


CODES: dict[int, type[SoraError]] = {
    400: BadRequest,
    401: KeyRefused,
    402: OutOfCredit,
    403: Refused,
    404: ModelGone,
    406: OutOfCredit,
    408: ProviderTrouble,
    409: ProviderTrouble,
    410: ModelGone,
    413: BadRequest,
    422: BadRequest,
    429: ProviderBusy,
    451: Refused,
    500: ProviderTrouble,
    502: ProviderTrouble,
    503: ProviderTrouble,
    504: ProviderTrouble,
    529: ProviderTrouble,
}


@pytest.mark.parametrize(("code", "error"), CODES.items())
def test_an_error_counts_in_the_http_status_in_the_body_or_in_both(code: int, error: type[SoraError]) -> None:
    body = {"code": code, "message": "something", "data": None}

    for answer in (an_answer(body, code), an_answer(body, 200), an_answer({"message": "something"}, code)):
        with pytest.raises(SoraError) as caught:
            read_submit(answer)
        assert type(caught.value) is error


def test_a_server_error_in_the_http_status_outweighs_the_body() -> None:
    with pytest.raises(ProviderTrouble):
        read_submit(an_answer({"code": 400, "message": "Invalid request"}, 500))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=502, headers={}, body=b"<html>Bad gateway</html>"), ProviderTrouble),
        (Answer(status=403, headers={}, body=b"<html>Unsafe request blocked</html>"), KeyRefused),
        (Answer(status=400, headers={}, body=b"<html>policy</html>"), BadRequest),
        (Answer(status=429, headers={}, body=b""), ProviderBusy),
        (Answer(status=200, headers={}, body=b""), ProviderTrouble),
        (Answer(status=200, headers={}, body=b'{"code": 200, "da'), ProviderTrouble),
        (Answer(status=200, headers={}, body=b"[]"), ProviderTrouble),
        (Answer(status=200, headers={}, body=b"[" * 100_000), ProviderTrouble),
        (Answer(status=307, headers={}, body=b""), ProviderTrouble),
        (an_answer({"code": 200, "message": "success", "data": {}}), ProviderTrouble),
        (an_answer({"code": 200, "data": {"taskId": 7}}), ProviderTrouble),
        (an_answer({"code": 200, "data": {"taskId": "a\nb"}}), ProviderTrouble),
        (an_answer({"code": 200, "data": {"taskId": "x" * 201}}), ProviderTrouble),
        (an_answer({"code": 400, "message": "Prompt was flagged by moderation"}), Refused),
        (an_answer({"code": 422, "message": "The model sora-2 has been removed"}), ModelGone),
        (an_answer({"code": 400, "message": "Unknown model"}), ModelGone),
    ],
)
def test_other_answers_to_a_submit(answer: Answer, error: type[SoraError]) -> None:
    with pytest.raises(SoraError) as caught:
        read_submit(answer)

    assert type(caught.value) is error


@pytest.mark.parametrize("headers", [{"retry-after": "7"}])
def test_a_pause_is_as_long_as_asked_for(headers: dict[str, str]) -> None:
    with pytest.raises(ProviderBusy) as caught:
        read_submit(an_answer({"code": 429, "message": "Too many requests"}, 429, headers))

    assert caught.value.retry_after == timedelta(seconds=7)


SUBMIT_ERRORS: dict[Reason, type[SoraError]] = {
    Reason.CONTENT: Refused,
    Reason.BAD_REQUEST: BadRequest,
    Reason.BAD_IMAGE: BadImage,
    Reason.PROVIDER_CREDIT: OutOfCredit,
    Reason.MODEL_GONE: ModelGone,
    Reason.PROVIDER_FAILED: BadRequest,
}


@pytest.mark.parametrize(("code", "reason"), FAIL_CODES.items())
def test_a_fail_code_at_submit_says_what_is_wrong(code: str, reason: Reason) -> None:
    answer = an_answer({"code": 400, "message": "Invalid request", "data": {"failCode": code}}, 400)

    with pytest.raises(SoraError) as caught:
        read_submit(answer)

    assert type(caught.value) is SUBMIT_ERRORS[reason]


def test_a_model_that_is_unavailable_at_a_broken_server_may_come_back() -> None:
    with pytest.raises(ProviderTrouble):
        read_submit(an_answer({"code": 503, "data": {"failCode": "MODEL_UNAVAILABLE"}}, 503))


def test_a_pause_is_a_pause_whatever_fail_code_comes_along() -> None:
    with pytest.raises(ProviderBusy):
        read_submit(an_answer({"code": 429, "data": {"failCode": "INSUFFICIENT_CREDITS"}}, 429))


# --- status


def test_a_waiting_task() -> None:
    assert read_status(recorded("pending")) == Waiting()


@pytest.mark.parametrize("name", ["processing", "processing-data-alone"])
def test_a_running_task(name: str) -> None:
    assert read_status(recorded(name)) == Running()


@pytest.mark.parametrize("name", ["success", "success-object"])
def test_a_finished_task_has_its_video_for_fifteen_days(name: str) -> None:
    made = datetime(2026, 1, 9, 13, 36, 30, 929000, tzinfo=UTC)

    assert read_status(recorded(name)) == Done(
        (Output("https://cdn.apixo.ai/output/abc.mp4", expires_at=made + timedelta(days=15)),)
    )


def test_a_refused_task() -> None:
    assert read_status(recorded("failed")) == Ended(Reason.CONTENT, "CONTENT_VIOLATION: Content violates usage policy")


@pytest.mark.parametrize(
    ("word", "update"),
    [
        ("PENDING", Waiting()),
        ("Processing", Running()),
        ("processing_r2", Running()),
        ("archived", Waiting()),
        ("", Waiting()),
        (None, Waiting()),
        (7, Waiting()),
    ],
)
def test_states_in_any_case_and_unknown_ones(word: object, update: object) -> None:
    assert read_status(a_task(state=word)) == update


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("CONTENT_VIOLATION", Reason.CONTENT),
        ("NSFW_DETECTED", Reason.CONTENT),
        ("SensitiveContent", Reason.CONTENT),
        ("SensitiveContentDetected", Reason.CONTENT),
        ("InputImageSensitiveContentDetected", Reason.CONTENT),
        ("InputOutputSensitiveContentDetected", Reason.CONTENT),
        ("NSFW", Reason.CONTENT),
        ("ProhibitedContentDetected", Reason.CONTENT),
        ("PromptLengthExceeded", Reason.BAD_REQUEST),
        ("PROMPT_TOO_LONG", Reason.BAD_REQUEST),
        ("INVALID_PROMPT", Reason.BAD_REQUEST),
        ("INVALID_IMAGE_URL", Reason.BAD_IMAGE),
        ("IMAGE_TOO_LARGE", Reason.BAD_IMAGE),
        ("UNSUPPORTED_FORMAT", Reason.BAD_IMAGE),
        ("IMAGE_DOWNLOAD_FAILED", Reason.BAD_IMAGE),
        ("PROCESSING_TIMEOUT", Reason.PROVIDER_FAILED),
        ("MODEL_UNAVAILABLE", Reason.MODEL_GONE),
        ("GENERATION_FAILED", Reason.PROVIDER_FAILED),
        ("INSUFFICIENT_CREDITS", Reason.PROVIDER_CREDIT),
    ],
)
def test_every_documented_fail_code_has_its_reason(code: str, reason: Reason) -> None:
    assert read_status(a_task(state="failed", failCode=code, failMsg="…")) == Ended(reason, f"{code}: …")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"failCode": "VideoSensitiveStuff"}, Reason.CONTENT),
        ({"failCode": "E42", "failMsg": "This violates our policies"}, Reason.CONTENT),
        ({"failCode": "E42", "failMsg": "GPU on fire"}, Reason.PROVIDER_FAILED),
        ({"failCode": 42}, Reason.PROVIDER_FAILED),
        ({}, Reason.PROVIDER_FAILED),
    ],
)
def test_an_unknown_fail_code_is_judged_by_its_words(fields: dict[str, Any], reason: Reason) -> None:
    update = read_status(a_task(state="failed", **fields))

    assert isinstance(update, Ended)
    assert update.reason is reason


@pytest.mark.parametrize(
    "answer",
    [an_answer({"code": 404}, 404), an_answer({"code": 404}), Answer(status=404, headers={}, body=b"not found")],
)
def test_a_task_that_is_not_known_yet_is_waiting(answer: Answer) -> None:
    assert read_status(answer) == Waiting()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (401, KeyRefused),
        (402, OutOfCredit),
        (429, ProviderBusy),
        (400, ProviderTrouble),
        (403, KeyRefused),
        (410, ProviderTrouble),
        (500, ProviderTrouble),
        (503, ProviderTrouble),
    ],
)
def test_an_error_to_a_question_never_ends_the_job(code: int, error: type[SoraError]) -> None:
    for answer in (an_answer({"code": code}, code), an_answer({"code": code}, 200)):
        with pytest.raises(SoraError) as caught:
            read_status(answer)
        assert type(caught.value) is error


@pytest.mark.parametrize(
    "result",
    [
        None,
        "",
        "{",
        "[]",
        "{}",
        '{"resultUrls": null}',
        {"resultUrls": []},
        {"resultUrls": [None, "", 7]},
        "[" * 99_999,
    ],
)
def test_a_success_without_a_video_is_trouble(result: object) -> None:
    with pytest.raises(ProviderTrouble):
        read_status(a_task(state="success", resultJson=result))


@pytest.mark.parametrize("completed", [None, "soon", -(10**30), 10**30, 10**400])
def test_a_mad_time_leaves_the_end_of_the_result_unknown(completed: object) -> None:
    update = read_status(a_task(state="success", resultJson={"resultUrls": ["https://x/y"]}, completeTime=completed))

    assert update == Done((Output("https://x/y"),))


# --- any bytes at all

KEYS = st.sampled_from(
    ["code", "data", "message", "taskId", "state", "resultJson", "resultUrls", "failCode", "completeTime"]
)
WORDS = st.sampled_from(
    ["success", "failed", "pending", '{"resultUrls": ["https://x/y"]}', "NSFW", "\ud800", "200", "9" * 5000]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=20)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=12)
TASKS = st.fixed_dictionaries({"code": LEAVES, "data": st.dictionaries(KEYS, JSON)})
BODIES = st.binary(max_size=200) | (JSON | TASKS).map(lambda value: json.dumps(value).encode())
STATUSES = st.sampled_from([200, 202, 204, 301, 400, 401, 403, 404, 429, 500, 503, 599]) | st.integers(0, 999)
HEADERS = st.fixed_dictionaries({}, optional={"retry-after": st.text(max_size=20), "date": st.text(max_size=20)})


@given(STATUSES, HEADERS, BODIES)
def test_any_answer_to_a_submit_is_an_id_or_one_of_our_errors(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    with contextlib.suppress(PersonError, TimeError, OperatorError):
        assert read_submit(Answer(status=status, headers=headers, body=body)).isprintable()


@given(STATUSES, HEADERS, BODIES)
def test_any_answer_to_a_question_is_an_update_or_an_error_that_leaves_the_job_alone(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    with contextlib.suppress(TimeError, OperatorError):
        assert isinstance(
            read_status(Answer(status=status, headers=headers, body=body)), Waiting | Running | Done | Ended
        )


@given(BODIES)
def test_any_callback_names_a_task_or_none_or_is_refused(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        task_id = read_callback(body)
        assert task_id is None or task_id.isprintable()
