"""What APIXO is asked for, against the requests that its pages show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.providers.apixo import ApixoInput, ApixoSpec
from bot.domain.errors import BadImage
from bot.domain.job_events import TaskId
from tests.adapters.providers.orders import an_order

SAMPLES = Path(__file__).parent / "samples" / "apixo"
OFFICIAL = ApixoSpec()
CLASSIC = ApixoSpec(ApixoInput.CLASSIC)


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text())


def test_text_to_video_is_asked_for_as_documented() -> None:
    wanted = sample("request-official")

    call = OFFICIAL.submit_call(an_order(prompt=wanted["input"]["prompt"], seconds=12))

    assert (call.method, call.path, call.json) == ("POST", "/generateTask/sora-2", wanted)


def test_the_classic_input_is_asked_for_as_documented() -> None:
    wanted = sample("request-classic")
    order = an_order(input_form="classic", prompt=wanted["input"]["prompt"], seconds=15)

    call = ApixoSpec(ApixoInput.CLASSIC, route="value").submit_call(order)

    assert call.json == wanted


def test_the_classic_input_leaves_the_route_to_apixo() -> None:
    assert CLASSIC.submit_call(an_order(input_form="classic")).json["provider"] == "auto"


def test_pro_is_asked_for_with_an_asterisk_in_the_size() -> None:
    wanted = sample("request-pro")

    call = OFFICIAL.submit_call(an_order(model="sora-2-pro", prompt=wanted["input"]["prompt"], seconds=8))

    assert (call.path, call.json) == ("/generateTask/sora-2-pro", wanted)


def test_pro_with_an_image_and_a_callback_is_asked_for_as_documented() -> None:
    wanted = sample("request-pro-image")
    order = an_order(
        model="sora-2-pro",
        prompt=wanted["input"]["prompt"],
        seconds=12,
        shape="16:9 1024p",
        callback_url=wanted["callback_url"],
        image_links=tuple(wanted["input"]["image_urls"]),
    )

    call = OFFICIAL.submit_call(order)

    assert call.json == wanted


@pytest.mark.parametrize(("shape", "word"), [("16:9 720p", "landscape"), ("9:16 720p", "portrait")])
@pytest.mark.parametrize(("spec", "form"), [(OFFICIAL, "official"), (CLASSIC, "classic")])
def test_sora_2_takes_the_words_for_its_two_shapes(spec: ApixoSpec, form: str, shape: str, word: str) -> None:
    assert spec.submit_call(an_order(input_form=form, shape=shape)).json["input"]["aspect_ratio"] == word


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ("16:9 720p", "1280*720"),
        ("9:16 720p", "720*1280"),
        ("16:9 1024p", "1792*1024"),
        ("9:16 1024p", "1024*1792"),
    ],
)
@pytest.mark.parametrize(("spec", "form"), [(OFFICIAL, "official"), (CLASSIC, "classic")])
def test_pro_takes_four_sizes(spec: ApixoSpec, form: str, shape: str, size: str) -> None:
    order = an_order(input_form=form, model="sora-2-pro", shape=shape)

    assert spec.submit_call(order).json["input"]["size"] == size


@pytest.mark.parametrize(("shape", "resolution"), [("16:9 720p", "720p"), ("9:16 1024p", "1080p")])
def test_pro_with_an_image_takes_a_resolution_instead_of_a_size(shape: str, resolution: str) -> None:
    order = an_order(model="sora-2-pro", shape=shape, image_links=("https://bot.example/image",))

    asked = OFFICIAL.submit_call(order).json["input"]

    assert asked["resolution"] == resolution
    assert "size" not in asked


def test_only_one_image_goes_along() -> None:
    order = an_order(image_links=("https://bot.example/1", "https://bot.example/2"))

    asked = OFFICIAL.submit_call(order).json["input"]

    assert (asked["mode"], asked["image_urls"]) == ("image-to-video", ["https://bot.example/1"])


def test_an_image_without_a_public_address_cannot_be_used() -> None:
    with pytest.raises(BadImage):
        OFFICIAL.submit_call(an_order(has_image=True))


def test_a_length_that_nobody_chose_is_the_usual_one() -> None:
    assert OFFICIAL.submit_call(an_order()).json["input"]["duration"] == 8
    assert CLASSIC.submit_call(an_order(input_form="classic")).json["input"]["duration"] == 10


def test_a_status_is_asked_for_at_the_same_model() -> None:
    call = OFFICIAL.status_call(TaskId("task 1/&?"), an_order(model="sora-2-pro"))

    assert (call.method, call.path) == ("GET", "/statusTask/sora-2-pro?taskId=task%201%2F%26%3F")
    assert call.json is None


def test_there_is_no_cancel() -> None:
    assert OFFICIAL.cancel_call(TaskId("task_1"), an_order()) is None


def test_the_key_is_a_bearer_token() -> None:
    assert OFFICIAL.key_headers("secret") == {"Authorization": "Bearer secret"}


def test_a_callback_names_its_task() -> None:
    assert OFFICIAL.read_callback({}, (SAMPLES / "callback.json").read_bytes()) == "task_abc123xyz"
    assert OFFICIAL.read_callback({}, (SAMPLES / "failed.json").read_bytes()) == "task_abc123xyz"


@pytest.mark.parametrize("body", [b"{}", b'{"data": null}', b'{"data": {"taskId": 7}}', b'{"data": {"taskId": ""}}'])
def test_a_callback_may_not_say_which_task_it_means(body: bytes) -> None:
    assert OFFICIAL.read_callback({}, body) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"taskId=1", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_callback_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter
        OFFICIAL.read_callback({}, body)
