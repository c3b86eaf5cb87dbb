"""What people write reads as they wrote it, and does nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.escaping import in_code, plain, quoted
from adapters.wording import one_line, readable
from tests.adapters.discord.markdown import UNSEEN, found_in, read, tricky_text


@pytest.mark.parametrize(
    "text",
    [
        "A paper boat sails down a rainy street at night, neon reflections (slow tracking shot).",
        "“It's 7:30”, she says; 16:9, 24 fps, 1.5 s - and a #429 of 100% & more!",
        "ein Kätzchen, 猫, кошка, قطة 🐈",
        "Shot 1: wide\nShot 2: close",
    ],
)
def test_ordinary_prose_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**bold** _it_ ~~no~~ ||hush|| `x`", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|hush\|\| \`x\`"),
        ("# big\n## less\n-# small", "\\# big\n\\## less\n\\-# small"),
        ("- a\n* b\n+ c\n1. d\n  12. e", "\\- a\n\\* b\n\\+ c\n1\\. d\n  12\\. e"),
        ("> said\n>>> all", "\\> said\n\\>\\>\\> all"),
        ("[here](https://x.example)", r"\[here\](https\://x.example)"),
        ("<@1> <@&2> <#3>", r"\<\@1\> \<\@&2\> \<#3\>"),
        ("@everyone and @Here", f"\\@{UNSEEN}everyone and \\@{UNSEEN}Here"),
        ("<t:1700000000:R> <a:x:1> </sora:1>", r"\<t\:1700000000:R\> \<a\:x:1\> \</sora:1\>"),
        (":smile: discord.gg/abc", r"\:smile: discord\.gg/abc"),
        ("a\\b", r"a\\b"),
    ],
)
def test_marks_are_shown_and_not_obeyed(text: str, escaped: str) -> None:
    assert plain(text) == escaped


@given(tricky_text)
def test_a_plain_text_does_nothing(text: str) -> None:
    assert found_in(plain(text)) == []


@given(tricky_text)
def test_a_plain_text_reads_as_it_was_written(text: str) -> None:
    assert read(plain(text)) == readable(text).replace(UNSEEN, "")


@given(tricky_text)
def test_a_plain_text_is_at_most_twice_as_long(text: str) -> None:
    assert len(plain(text)) <= 2 * len(text)


@given(tricky_text)
def test_a_plain_text_stays_inside_the_marks_around_it(text: str) -> None:
    bold = f"**{plain(one_line(text))}**"

    assert re.sub(r"\\.", "", bold).count("*") == 4


@given(tricky_text)
def test_a_text_for_a_code_block_does_not_end_it_and_calls_nobody(text: str) -> None:
    code = in_code(text)

    assert "``" not in code
    assert not re.search("@(everyone|here)", code, re.IGNORECASE)
    assert code.replace(UNSEEN, "") == readable(text).replace(UNSEEN, "")
    assert len(code) <= 2 * len(text)


@given(tricky_text, st.integers(min_value=5, max_value=60), st.integers(min_value=1, max_value=6))
def test_a_quote_has_few_short_lines_and_every_line_is_part_of_it(text: str, limit: int, lines: int) -> None:
    quote = quoted(text, limit=limit, lines=lines)

    assert len(quote) <= 2 * limit + 2 * lines
    assert len(quote.split("\n")) <= lines
    assert all(line.startswith("> ") for line in quote.split("\n") if quote)
    assert [found_in(line.removeprefix("> ")) for line in quote.split("\n")] == [[]] * len(quote.split("\n"))


def test_nothing_is_quoted_of_an_empty_prompt() -> None:
    assert quoted(" \n ", limit=10) == ""
