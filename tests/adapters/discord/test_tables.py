"""Tables are aligned where they are narrow, lists where they are wide, and never longer than their room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.tables import WIDEST, table_text
from bot.domain.chat import Table
from tests.adapters.discord.markdown import ESCAPE, found_in, tricky_text

ROOM = 3000
EMPHASIS = "emphasis, code, a spoiler or angle brackets"
WIDE = Table(
    headings=("Id", "Asked", "Prompt"),
    rows=(("k7m2p9xq", "3 min ago", "a red kite over the sea at dawn"), ("a2b3c4d5", "2 h ago", "- # *a* tram" * 4)),
)


def test_a_narrow_table_is_aligned() -> None:
    table = Table(
        headings=("Id", "Place", "Prompt"), rows=(("k7m2p9xq", "next", "kite"), ("a2", "3 before it", "tram"))
    )

    assert table_text(table, ROOM).split("\n") == [
        "```",
        "Id        Place        Prompt",
        "k7m2p9xq  next         kite",
        "a2        3 before it  tram",
        "```",
    ]


def test_columns_stay_aligned_behind_wide_and_unseen_characters() -> None:
    table = Table(headings=("Prompt", "Id"), rows=(("猫と犬", "a2"), ("e\u0301te\u0301", "b3"), ("``", "c4")))

    assert table_text(table, ROOM).split("\n")[1:-1] == [
        "Prompt  Id",
        "猫と犬  a2",
        "e\u0301te\u0301     b3",
        "`\u200b`      c4",
    ]


def test_a_wide_table_is_a_list_with_bold_heads() -> None:
    assert table_text(WIDE, ROOM).split("\n") == [
        "- **k7m2p9xq** · asked 3 min ago · prompt a red kite over the sea at dawn",
        "- **a2b3c4d5** · asked 2 h ago · prompt - # " + r"\*a\* tram" + r"- # \*a\* tram" * 3,
    ]


def test_a_wide_table_of_two_columns_explains_the_first_with_the_second() -> None:
    table = Table(
        headings=("Write", "What it does"), rows=(("remix JOB PROMPT", "Make a video like an earlier one " * 2),)
    )

    assert table_text(table, ROOM).startswith("- **remix JOB PROMPT** – Make a video like an earlier one")


def test_empty_cells_of_a_list_are_left_out_but_never_the_head() -> None:
    table = Table(headings=("Id", "Video", "Prompt"), rows=(("", "", "kite " * 12),))

    assert table_text(table, ROOM) == "- **–** · prompt " + ("kite " * 12).strip()


@pytest.mark.parametrize("prompt", ["kite", "a red kite over the sea at dawn, and a tram"])
def test_what_has_no_room_is_counted(prompt: str) -> None:
    table = Table(headings=("Id", "Asked", "Prompt"), rows=(("k7m2p9xq", "3 min ago", prompt),) * 50)

    text = table_text(table, 500)

    shown = text.count("k7m2p9xq")
    assert 0 < shown < 50
    assert text.endswith(f"\n-# … and {50 - shown} more")
    assert len(text) <= 500


def test_a_table_without_rows_is_nothing() -> None:
    assert table_text(Table(headings=("Id",), rows=()), ROOM) == ""


def test_a_table_without_room_for_a_row_says_how_many_there_are() -> None:
    assert table_text(WIDE, 60) == "-# … and 2 more"


@given(
    st.integers(min_value=1, max_value=5).flatmap(
        lambda columns: st.builds(
            Table,
            headings=st.tuples(*[st.sampled_from(["Id", "Asked", "Prompt"])] * columns),
            rows=st.lists(st.tuples(*[tricky_text] * columns), min_size=1, max_size=8).map(tuple),
        )
    ),
    st.integers(min_value=200, max_value=4000),
)
def test_any_table_keeps_within_its_room_and_does_nothing(table: Table, room: int) -> None:
    text = table_text(table, room)

    lines = text.split("\n")
    assert len(text) <= room
    if lines[0] == "```":
        assert lines.count("```") == 2
        assert max(map(len, lines)) <= WIDEST * 4  # what takes no column has no bound but that of a cell
    else:
        rows = [line for line in lines if line.startswith("- **")]
        assert [line for line in lines if line not in rows] in ([], [f"-# … and {len(table.rows) - len(rows)} more"])
        assert {tuple(found_in(line.removeprefix("- "))) for line in rows} <= {(EMPHASIS,)}
        assert all(ESCAPE.sub("", line).count("*") == 4 for line in rows)


def test_rows_that_lead_somewhere_are_a_list_however_narrow() -> None:
    table = Table(
        headings=("Id", "Asked"),
        rows=(("k7m2p9xq", "now"), ("a2b3c4d5", "now")),
        links=("https://discord.com/channels/1/2/3", None),
    )

    assert table_text(table, ROOM).split("\n") == [
        "- **[k7m2p9xq](https://discord.com/channels/1/2/3)** – now",
        "- **a2b3c4d5** – now",
    ]


def test_an_address_cannot_end_its_link_early() -> None:
    table = Table(headings=("Id",), rows=(("k7m2p9xq",),), links=("https://bot.example/a) [b](c<d> e",))

    assert table_text(table, ROOM) == "- **[k7m2p9xq](https://bot.example/a%29%20%5Bb%5D%28c%3Cd%3E%20e)**"
