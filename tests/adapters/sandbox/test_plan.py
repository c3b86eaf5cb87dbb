"""How a prompt is read as a picture."""

from __future__ import annotations

import pytest

from adapters.sandbox.render.palette import PALETTES, Light
from adapters.sandbox.render.plan import to_plan
from adapters.sandbox.render.words import HOMES, SUBJECTS, TINTS


@pytest.mark.parametrize(
    ("prompt", "place", "subject"),
    [
        ("a red kite over the sea", "sea", "kite"),
        ("Foxes in the snow", "snow", "dog"),
        ("a city at night", "city", None),
        ("galaxies far away", "space", None),
        ("a whale", "deep", "whale"),
    ],
)
def test_words_choose_the_place_and_what_is_seen(prompt: str, place: str, subject: str | None) -> None:
    plan = to_plan(prompt)

    assert plan.place == place
    assert subject is None or plan.subject == subject


def test_water_beside_land_lies_in_front_of_it() -> None:
    plan = to_plan("a boat on a mountain lake")

    assert (plan.place, plan.water) == ("mountains", True)


@pytest.mark.parametrize("light", Light)
def test_every_hour_has_its_palettes_and_can_be_asked_for(light: Light) -> None:
    word = {"golden": "golden", "grey": "foggy"}.get(light.value, light.value)

    assert to_plan(f"a field, {word}").palette in PALETTES[light]


def test_a_colour_belongs_to_the_subject() -> None:
    assert to_plan("a red kite over the blue sea").tint == TINTS["red"]
    assert to_plan("a red wall").tint is None


def test_the_same_prompt_is_the_same_plan() -> None:
    assert to_plan("something nobody has a word for") == to_plan("something nobody has a word for")


def test_prompts_without_known_words_differ() -> None:
    assert len({(plan.place, plan.palette.sky) for plan in map(to_plan, "abcdefghijklmnop")}) > 5


def test_every_subject_has_a_home() -> None:
    assert set(SUBJECTS.values()) == set(HOMES)
