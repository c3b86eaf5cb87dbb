"""A long prompt goes through a form without losing anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks.spreading import MOST, field_name, joined, spread
from tests.adapters.slack.markup import tricky_text

long_text = st.lists(st.tuples(tricky_text, st.integers(min_value=1, max_value=2000)), max_size=6).map(
    lambda parts: "".join(text * times for text, times in parts)[:50_000]
)


@given(long_text)
def test_what_is_spread_is_joined_again(prompt: str) -> None:
    pieces, joints = spread(prompt)

    assert joined({field_name(place): piece for place, piece in enumerate(pieces)}, joints) == prompt


@given(long_text)
def test_every_piece_fits_into_its_field(prompt: str) -> None:
    pieces, joints = spread(prompt)

    assert all(len(piece.encode("utf-16-le", "replace")) <= 2 * 3000 for piece in pieces)
    assert len(joints) == len(pieces) - 1 < MOST


@pytest.mark.parametrize("prompt", ["kite " * 2400, "a kite\n\n" * 1500])
def test_no_field_begins_or_ends_with_a_blank(prompt: str) -> None:
    pieces, _ = spread(prompt.strip())

    assert len(pieces) >= 4
    assert [piece for piece in pieces if piece != piece.strip()] == []


def test_a_word_without_end_is_cut_all_the_same() -> None:
    pieces, joints = spread("a" * 7000)

    assert [len(piece) for piece in pieces] == [3000, 3000, 1000]
    assert joints == ("", "")


def test_a_field_that_was_emptied_leaves_nothing_behind() -> None:
    assert (
        joined({"prompt": "", "prompt_2": "two", "prompt_3": "", "prompt_4": "four"}, (" ", "\n", "\n\n"))
        == "two\n\nfour"
    )


def test_a_short_prompt_stays_whole() -> None:
    assert spread("a kite") == (["a kite"], ())
    assert spread("") == ([""], ())
