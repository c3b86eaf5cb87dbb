"""Bars tell no more than is so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.bars import bar, percent


@pytest.mark.parametrize(
    ("fraction", "drawn"),
    [(0, "░░░░░░░░░░"), (0.01, "█░░░░░░░░░"), (0.5, "█████░░░░░"), (0.99, "█████████░"), (1, "██████████")],
)
def test_a_bar_is_empty_at_the_start_and_full_at_the_end_alone(fraction: float, drawn: str) -> None:
    assert bar(fraction) == drawn


@given(st.floats(allow_nan=False), st.integers(min_value=1, max_value=30))
def test_any_number_makes_a_bar_of_the_same_width(fraction: float, width: int) -> None:
    assert len(bar(fraction, width)) == width


@pytest.mark.parametrize(
    ("fraction", "number"), [(-1, "0 %"), (0.529, "52 %"), (0.58, "58 %"), (0.999, "99 %"), (2, "100 %")]
)
def test_the_number_says_done_only_when_it_is(fraction: float, number: str) -> None:
    assert percent(fraction) == number
