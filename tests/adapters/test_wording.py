"""What people write is shown readable, and cut where it has to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wording import beginning, one_line, readable, shorten
from tests.adapters.discord.markdown import tricky_text


@given(tricky_text)
def test_what_is_readable_can_be_sent_and_turns_nothing_around(text: str) -> None:
    found = readable(text)

    assert found.encode().decode() == found
    assert not set(found) & set("\x00\x1b\x7f\r\u2028\u202e\u2066")


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_a_shortened_text_is_the_beginning_and_says_that_there_is_more(text: str, limit: int) -> None:
    short = shorten(text, limit)

    assert len(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))
    assert (short == text) == (len(text) <= limit) or short.endswith("…")


@pytest.mark.parametrize("whole", ["👩\u200d🚀", "👍🏽", "e\u0301", "❤\ufe0f"])
@pytest.mark.parametrize("limit", [2, 3, 4, 5])
def test_no_cut_goes_through_what_people_see_as_one_character(whole: str, limit: int) -> None:
    shown = shorten(f"a{whole}bcdef", limit).removesuffix("…")

    assert shown.removeprefix("a").startswith(whole) or shown == "a"


def test_a_heap_of_accents_is_cut_all_the_same() -> None:
    assert len(shorten("a" + "\u0301" * 10_000, 100)) == 100


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\n b\t c\u2028d ") == "a b c d"


def test_the_beginning_has_few_lines_and_says_that_there_are_more() -> None:
    assert beginning("a\n\n \nb\r\nc", limit=100, lines=2) == "a\nb…"
    assert beginning(" \n ", limit=100) == ""
