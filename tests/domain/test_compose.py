"""The parts of a form become one prompt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import compose_prompt

WORDS = st.text(alphabet="abcxyzäéñßжあ你 0123456789", max_size=40)


def test_all_parts_make_two_sentences() -> None:
    prompt = compose_prompt(
        shot="Wide shot",
        subject="a red kite",
        action="diving through the wind.",
        surroundings="a beach at dusk, soft light",
    )

    assert prompt == "Wide shot of a red kite, diving through the wind. A beach at dusk, soft light."


@pytest.mark.parametrize(
    ("parts", "prompt"),
    [
        ({"subject": "a cat"}, "A cat."),
        ({"action": "it rains"}, "It rains."),
        ({"shot": "close-up"}, "Close-up."),
        ({"surroundings": "a harbour, fog"}, "A harbour, fog."),
        ({"subject": "a cat ", "surroundings": "  Tokyo\nat night "}, "A cat. Tokyo at night."),
        ({}, ""),
        ({"subject": " . "}, ""),
    ],
)
def test_what_is_left_out_leaves_no_trace(parts: dict[str, str], prompt: str) -> None:
    assert compose_prompt(**parts) == prompt


@given(shot=WORDS, subject=WORDS, action=WORDS, surroundings=WORDS)
def test_every_word_that_was_given_is_in_the_prompt(shot: str, subject: str, action: str, surroundings: str) -> None:
    prompt = compose_prompt(shot=shot, subject=subject, action=action, surroundings=surroundings).casefold()

    for part in (shot, subject, action, surroundings):
        assert all(word.casefold() in prompt for word in part.split())
