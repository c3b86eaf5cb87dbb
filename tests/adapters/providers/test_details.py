"""What is kept of a vendor's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.providers.details import LONGEST, safe_detail

PROMPT = "a red kite over the sea at sunset, two children wave"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Generation failed", "Generation failed"),
        ("two\nlines\tand\x00more", "two lines and more"),
        ("x" * 500, "x" * 200),
        ("lone \ud800 half", "lone   half"),
        (f"CONTENT_VIOLATION: {PROMPT}", "CONTENT_VIOLATION"),
        ("NSFW: the words 'CHILDREN   WAVE' are not allowed", "NSFW"),
        ("prompt 'over the sea at' refused", ""),
        ("kite is refused", "kite is refused"),
        ("cannot load https://cdn.example/a?sig=1 now", "cannot load … now"),
    ],
)
def test_the_vendors_words_are_kept_without_ours(text: str, kept: str) -> None:
    assert safe_detail(text, [PROMPT]) == kept


def test_a_short_secret_is_hidden_as_a_whole() -> None:
    assert safe_detail("bad word: boat", ["boat"]) == "bad word"
    assert safe_detail("boat", ["boat"]) == ""


def test_an_empty_secret_hides_nothing() -> None:
    assert safe_detail("all of it", ["", " "]) == "all of it"


@given(st.text(), st.text(min_size=1), st.text())
def test_a_hidden_text_is_never_found_in_what_is_kept(before: str, secret: str, after: str) -> None:
    kept = safe_detail(before + secret + after, [secret])

    assert not secret.strip() or secret not in kept
    assert len(kept) <= LONGEST
    assert kept.isprintable()
