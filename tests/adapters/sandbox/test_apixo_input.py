"""Which requests APIXO takes, in both documented forms."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.sandbox.apixo_input import Generation, Invalid, Rules, to_order
from bot.domain.video import Size
from tests.adapters.sandbox.customer import a_body

CLASSIC = Rules(generations=frozenset({Generation.CLASSIC}))
OFFICIAL = Rules(generations=frozenset({Generation.OFFICIAL}))
IMAGE = {"mode": "image-to-video", "image_urls": ["https://example.com/kite.jpg"]}


def pro(**fields: Any) -> dict[str, Any]:
    return a_body(aspect_ratio=None, **{"size": "1280*720"} | fields)


def with_top(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in (a_body() | fields).items() if value is not None}


@pytest.mark.parametrize("seconds", [4, 8, 12, 10, 15])
def test_both_forms_of_the_duration_are_accepted(seconds: int) -> None:
    assert to_order("sora-2", a_body(duration=seconds), Rules()).seconds == seconds


@pytest.mark.parametrize(("rules", "accepted", "refused"), [(CLASSIC, 10, 4), (OFFICIAL, 4, 10)])
def test_one_form_alone_refuses_the_durations_of_the_other(rules: Rules, accepted: int, refused: int) -> None:
    assert to_order("sora-2", a_body(duration=accepted), rules).seconds == accepted

    with pytest.raises(Invalid) as caught:
        to_order("sora-2", a_body(duration=refused), rules)

    assert "duration" in caught.value.message


@pytest.mark.parametrize(("aspect", "size"), [("landscape", Size(1280, 720)), ("portrait", Size(720, 1280))])
def test_an_aspect_ratio_is_a_size(aspect: str, size: Size) -> None:
    assert to_order("sora-2", a_body(aspect_ratio=aspect), Rules()).size == size


def test_landscape_is_the_default() -> None:
    assert to_order("sora-2", a_body(aspect_ratio=None), Rules()).size == Size(1280, 720)


@pytest.mark.parametrize("size", ["720*1280", "1280*720", "1024*1792", "1792*1024"])
def test_the_pro_model_takes_sizes_with_an_asterisk(size: str) -> None:
    assert str(to_order("sora-2-pro", pro(size=size), Rules()).size) == size.replace("*", "x")


@pytest.mark.parametrize(("resolution", "size"), [("720p", Size(1280, 720)), ("1080p", Size(1920, 1080))])
def test_the_pro_model_takes_a_resolution_with_an_image(resolution: str, size: Size) -> None:
    order = to_order("sora-2-pro", pro(size=None, resolution=resolution, **IMAGE), Rules())

    assert (order.size, order.image_url) == (size, "https://example.com/kite.jpg")


def test_a_callback_address_is_taken_over() -> None:
    order = to_order("sora-2", a_body(callback_url="https://bot.example/cb"), Rules(https_only=True))

    assert order.callback_url == "https://bot.example/cb"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (None, "body"),
        ([], "body"),
        (with_top(input=None), "input"),
        (with_top(input=[]), "input"),
        (with_top(provider=None), "provider"),
        (with_top(provider="value"), "provider"),
        (with_top(request_type="sync"), "request_type"),
        (with_top(request_type="callback"), "callback_url"),
        (with_top(request_type="callback", callback_url="ftp://bot"), "callback_url"),
        (with_top(extra=1), "extra"),
        (a_body(mode=None), "mode"),
        (a_body(mode="video-to-video"), "mode"),
        (a_body(duration=None), "duration"),
        (a_body(duration="4"), "duration"),
        (a_body(duration=True), "duration"),
        (a_body(duration=5), "duration"),
        (a_body(aspect_ratio="16:9"), "aspect_ratio"),
        (a_body(size="1280*720"), "size"),
        (a_body(remove_watermark="yes"), "remove_watermark"),
        (a_body(prompt=None), "prompt"),
        (a_body(prompt=""), "prompt"),
        (a_body(prompt=7), "prompt"),
        (a_body(image_urls=["https://example.com/kite.jpg"]), "image_urls"),
        (a_body(mode="image-to-video"), "image_urls"),
        (a_body(mode="image-to-video", image_urls=[]), "image_urls"),
        (a_body(mode="image-to-video", image_urls=["https://a.example/1", "https://a.example/2"]), "image_urls"),
        (a_body(mode="image-to-video", image_urls=["data:image/png;base64,AA"]), "image_urls"),
        (a_body(mode="image-to-video", image_urls=[7]), "image_urls"),
        (a_body(mode="image-to-video", image_urls=["http://[broken"]), "image_urls"),
    ],
)
def test_what_is_wrong_is_named(body: Any, fault: str) -> None:
    with pytest.raises(Invalid) as caught:
        to_order("sora-2", body, Rules())

    assert fault in caught.value.message


@pytest.mark.parametrize("fields", [{"size": "1280x720"}, {"size": None}, {"aspect_ratio": "landscape"}])
def test_the_pro_model_refuses_the_plain_models_fields(fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        to_order("sora-2-pro", a_body(**{"aspect_ratio": None, "size": "1280*720"} | fields), Rules())


@pytest.mark.parametrize(
    ("model", "seconds", "limit"), [("sora-2", 4, 10_000), ("sora-2-pro", 4, 5_000), ("sora-2-pro", 10, 10_000)]
)
def test_a_prompt_may_be_as_long_as_the_documents_say(model: str, seconds: int, limit: int) -> None:
    make = a_body if model == "sora-2" else pro

    assert len(to_order(model, make(prompt="x" * limit, duration=seconds), Rules()).prompt) == limit
    with pytest.raises(Invalid) as caught:
        to_order(model, make(prompt="x" * (limit + 1), duration=seconds), Rules())

    assert caught.value.fail_code == "PROMPT_TOO_LONG"


def test_a_plain_http_callback_is_refused_where_the_documents_are_followed_to_the_letter() -> None:
    with pytest.raises(Invalid):
        to_order("sora-2", a_body(callback_url="http://bot.example/cb"), Rules(https_only=True))
