"""What is offered while somebody types is what they may mean, best first, and always something that is taken."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.suggestions import JobHint, suggest
from bot.commands import CommandName, Create
from bot.domain.job import CANCELLABLE, JobStatus
from bot.domain.video import ModelName, Shape, Size
from bot.grammar import Resolved, from_options, resolve
from bot.texts import status_word
from tests.builders import LANDSCAPE, PORTRAIT, a_catalogue, an_offer

PRO = ModelName("sora-2-pro")
SHAPES = {LANDSCAPE: Size(1280, 720), PORTRAIT: Size(720, 1280)}
SHARP = {Shape("16:9", "1024p"): Size(1792, 1024), Shape("9:16", "1024p"): Size(1024, 1792)}
CATALOGUE = a_catalogue(
    an_offer(), an_offer(model=PRO, title="Sora 2 Pro", seconds=(8, 16), shapes={**SHAPES, **SHARP})
)
MANY = a_catalogue(*(an_offer(model=ModelName(f"kite-{n}"), title=f"Kite {n}") for n in range(40)))
JOBS = [
    JobHint("k7m2qx9d", "a red kite over the sea", "rendering"),
    JobHint("abcdefgh", "a tram in the rain", "posted"),
    JobHint("zzzzzzzz", "the same kite at night", "failed"),
]


def labels(option: str, typed: str = "", others: Mapping[str, object] | None = None) -> list[str]:
    found = suggest(CommandName.CREATE, option, typed, others or {}, CATALOGUE)
    return [choice.label for choice in found]


def values(option: str, typed: str = "", others: Mapping[str, object] | None = None) -> list[str]:
    return [choice.value for choice in suggest(CommandName.CREATE, option, typed, others or {}, CATALOGUE)]


def job_ids(command: CommandName, typed: str = "") -> list[str]:
    return [choice.value for choice in suggest(command, "job", typed, {}, CATALOGUE, JOBS)]


def test_sizes_and_lengths_are_those_of_the_named_model() -> None:
    others = {"prompt": "a kite", "model": "sora-2-pro"}

    assert values("seconds", others=others) == ["8", "16"]
    assert labels("size", others=others) == [
        "landscape 720p (1280x720)",
        "portrait 720p (720x1280)",
        "landscape 1024p (1792x1024)",
        "portrait 1024p (1024x1792)",
    ]


@pytest.mark.parametrize("model", ["Pro", "sora 2 pro", "sora-2-p"])
def test_a_model_is_known_by_part_of_its_name_already(model: str) -> None:
    assert values("seconds", others={"model": model}) == ["8", "16"]


def test_without_a_model_what_needs_another_comes_last_and_says_so() -> None:
    assert labels("seconds") == ["4 s", "8 s", "12 s", "16 s · Sora 2 Pro"]
    assert labels("size")[-1] == "portrait 1024p (1024x1792) · Sora 2 Pro"


def test_a_model_that_does_not_exist_counts_as_none() -> None:
    assert labels("seconds", others={"model": "dalle"}) == labels("seconds")


def test_a_remix_may_be_of_any_model() -> None:
    found = suggest(CommandName.REMIX, "seconds", "", {"job": "k7m2qx9d"}, CATALOGUE)

    assert [choice.label for choice in found] == ["4 s", "8 s", "12 s", "16 s"]


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        ("size", "por", "portrait 720p"),
        ("size", "PORTRAIT 10", "portrait 1024p"),
        ("size", "16:9", "landscape 720p"),
        ("size", "vertical", "portrait 720p"),
        ("size", "1024p", "landscape 1024p"),
        ("size", "1024x1792", "portrait 1024p"),
        ("size", "1024 x 1792", "portrait 1024p"),
        ("size", "portrit", "portrait 720p"),
        ("seconds", "8 seconds", "8"),
        ("seconds", "8s", "8"),
        ("seconds", "1", "12"),
        ("seconds", "9", "8"),
        ("seconds", "15", "16"),
    ],
)
def test_what_is_meant_comes_first(option: str, typed: str, first: str) -> None:
    assert values(option, typed)[0] == first


def test_what_begins_so_comes_before_what_has_it_inside_before_what_looks_like_it() -> None:
    jobs = [
        JobHint("aaaaaaaa", "a skite", "posted"),
        JobHint("bbbbbbbb", "kite", "posted"),
        JobHint("kite2222", "", ""),
    ]
    jobs = [JobHint("cccccccc", "a kit", "posted"), *jobs]

    found = suggest(CommandName.AGAIN, "job", "kite", {}, CATALOGUE, jobs)

    assert [choice.value for choice in found] == ["kite2222", "aaaaaaaa", "bbbbbbbb", "cccccccc"]


def test_what_nothing_looks_like_gets_no_choices() -> None:
    assert values("size", "xylophone") == []


def test_there_are_never_more_than_25() -> None:
    found = suggest(CommandName.CREATE, "model", "", {}, MANY)

    assert [choice.value for choice in found] == [f"kite-{n}" for n in range(25)]
    assert suggest(CommandName.CREATE, "model", "kite 39", {}, MANY)[0].value == "kite-39"


def test_a_job_is_found_by_its_id_and_by_what_it_shows() -> None:
    assert job_ids(CommandName.AGAIN) == ["k7m2qx9d", "abcdefgh", "zzzzzzzz"]
    assert job_ids(CommandName.AGAIN, "k7m2") == ["k7m2qx9d"]
    assert job_ids(CommandName.REMIX, "KITE") == ["k7m2qx9d", "zzzzzzzz"]
    assert job_ids(CommandName.STATUS, "posted") == ["abcdefgh"]


def test_a_job_is_shown_with_its_prompt_and_how_it_is() -> None:
    prompt = "a red kite\nover the sea, " * 20
    [short, long] = suggest(
        CommandName.AGAIN, "job", "", {}, CATALOGUE, [JOBS[0], JobHint("abcdefgh", prompt, "posted")]
    )

    assert short.label == "k7m2qx9d · a red kite over the sea · rendering"
    assert long.label.startswith("abcdefgh · a red kite over the sea, a red kite")
    assert long.label.endswith("… · posted")
    assert len(long.label) <= 100


def test_only_what_can_be_cancelled_is_offered_for_it() -> None:
    jobs = [JobHint(status.name, "a kite", status_word(status)) for status in JobStatus]

    found = suggest(CommandName.CANCEL, "job", "", {}, CATALOGUE, jobs)

    assert {choice.value for choice in found} == {status.name for status in CANCELLABLE}


def test_an_option_that_is_no_more_gets_no_choices() -> None:
    assert suggest(CommandName.CREATE, "loudness", "8", {}, CATALOGUE) == []


def test_topics_of_help_can_be_suggested_too() -> None:
    assert [choice.value for choice in suggest(CommandName.HELP, "topic", "hist", {}, CATALOGUE)] == ["history"]


@given(typed=st.text(max_size=200), model=st.sampled_from([None, "sora-2", "pro", "?"]))
def test_whatever_is_typed_every_choice_makes_a_video_with_the_named_model(typed: str, model: str | None) -> None:
    for option in ("size", "seconds", "model"):
        for choice in suggest(CommandName.CREATE, option, typed, {"model": model}, CATALOGUE):
            assert 1 <= len(choice.label) <= 100
            values = {"prompt": "a kite", option: choice.value}
            if model in ("sora-2", "pro") and option != "model":
                values["model"] = model
            elif choice.label.endswith("Pro") and option != "model":
                values["model"] = PRO
            command = from_options(CommandName.CREATE, values, CATALOGUE)
            assert isinstance(command, Create)
            assert isinstance(resolve(command, CATALOGUE), Resolved)
