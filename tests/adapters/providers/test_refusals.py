"""Pauses that are asked for, words about content and models, and bodies that may be anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.providers.refusals import (
    is_about_a_missing_model,
    is_about_content,
    read_object,
    refusal,
    retry_after,
    trouble,
)
from bot.domain.errors import BadRequest, KeyRefused, ModelGone, ProviderBusy, ProviderTrouble, Refused, SoraError

NOON = "Fri, 20 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 10),
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "1.5"}, 2),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "86400"}, 600),
        ({"retry-after": "9" * 400}, 600),
        ({"retry-after": "-5"}, 10),
        ({"retry-after": "soon"}, 10),
        ({"retry-after": "inf"}, 10),
        ({"retry-after": "nan"}, 10),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:30 GMT", "date": NOON}, 90),
        ({"retry-after": "Fri, 20 Nov 2026 11:00:00 GMT", "date": NOON}, 1),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:00 GMT", "date": NOON}, 600),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:30 GMT"}, 10),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:30", "date": NOON}, 10),
        ({"retry-after": "Fri, 20 Nov 99999999999999999999 12:01:30 GMT", "date": NOON}, 10),
    ],
)
def test_the_pause_that_is_asked_for(headers: dict[str, str], seconds: int) -> None:
    assert retry_after(headers) == timedelta(seconds=seconds)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_header_gives_a_pause_between_a_second_and_ten_minutes(value: str, date: str) -> None:
    pause = retry_after({"retry-after": value, "date": date})

    assert timedelta(seconds=1) <= pause <= timedelta(minutes=10)


@pytest.mark.parametrize(
    "text",
    [
        "Rejected by MODERATION",
        "content policy",
        "this violates",
        "Sensitive",
        "NSFW",
        "restricted content",
        "prohibited",
        "unsafe",
    ],
)
def test_words_about_content(text: str) -> None:
    assert is_about_content(text)


@pytest.mark.parametrize("text", ["", "too long", "Missing required field: input.prompt"])
def test_words_about_something_else(text: str) -> None:
    assert not is_about_content(text)


@pytest.mark.parametrize(
    "text",
    [
        "Model not found",
        "model 'sora-2' does not exist",
        "The model sora-2 was removed",
        "Model sora-2-pro is disabled",
        "model delisted",
        "This model is deprecated and will be deactivated",
        "model sora-2 is no longer available",
        "The model `sora-2` is not available.",
        "unknown model",
        "Invalid model: sora-2",
    ],
)
def test_words_about_a_missing_model(text: str) -> None:
    assert is_about_a_missing_model(text)


@pytest.mark.parametrize("text", ["", "image not found", "The prompt is too long for this model", "model"])
def test_words_about_a_model_that_is_there(text: str) -> None:
    assert not is_about_a_missing_model(text)


@pytest.mark.parametrize(
    ("status", "text", "error"),
    [
        (400, "prompt is missing", BadRequest),
        (400, "prompt violates our policy", Refused),
        (400, "model not found", ModelGone),
        (403, "unsafe prompt", Refused),
        (403, "no access", KeyRefused),
        (418, "", BadRequest),
        (0, "", ProviderTrouble),
        (302, "", ProviderTrouble),
        (600, "", ProviderTrouble),
    ],
)
def test_a_refused_submit(status: int, text: str, error: type[SoraError]) -> None:
    assert type(refusal(status, {}, text)) is error


@given(st.integers(0, 999), st.text(max_size=30))
def test_a_refused_question_is_about_the_key_the_credit_or_time(status: int, text: str) -> None:
    assert not isinstance(trouble(status, {}, text), Refused | BadRequest | ModelGone)


def test_a_pause_is_also_asked_for_after_a_question() -> None:
    error = trouble(429, {"retry-after": "5"}, "")

    assert isinstance(error, ProviderBusy)
    assert error.retry_after == timedelta(seconds=5)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"1", b"\xff\xfe", b"{", b"[" * 100_000, b"9" * 5000])
def test_a_body_that_is_no_object_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json says it in many ways
        read_object(body)


def test_an_object_is_read() -> None:
    assert read_object(b'{"code": 200}') == {"code": 200}
