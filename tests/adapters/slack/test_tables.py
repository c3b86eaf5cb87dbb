"""Tables can be read on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks.tables import ROOM, table_blocks
from bot.domain.chat import Table
from tests.adapters.slack.block_rules import check_message
from tests.adapters.slack.shown import shown
from tests.adapters.slack.values import tables
from tests.slack.text_rules import everything

WIDE = Table(
    headings=("Id", "Asked", "Prompt"),
    rows=(("k7m2p9xq", "3 min ago", "a red *kite* over the sea at dawn"), ("a2b3c4d5", "2 h ago", "- tram " * 9)),
)


def test_a_narrow_table_stands_in_columns() -> None:
    table = Table(headings=("Id", "Video"), rows=(("k7m2p9xq", "猫"), ("a2", "b")))

    assert shown(table_blocks(table)) == ["```Id        Video\nk7m2p9xq  猫\na2        b```"]


def test_a_wide_table_is_a_list_with_bold_heads() -> None:
    assert shown(table_blocks(WIDE)) == [
        "- *k7m2p9xq* · asked 3 min ago · prompt a red *kite* over the sea at dawn",
        f"- *a2b3c4d5* · asked 2 h ago · prompt {('- tram ' * 9).strip()}",
    ]


def test_a_wide_table_of_two_columns_explains_the_first_with_the_second() -> None:
    table = Table(
        headings=("Write", "What it does"), rows=(("remix JOB", "Make a video like this one " * 3), ("x", ""))
    )

    assert shown(table_blocks(table)) == [f"- *remix JOB* – {('Make a video like this one ' * 3).strip()}", "- *x*"]


def test_empty_cells_of_a_list_are_left_out_but_never_the_head() -> None:
    table = Table(headings=("Id", "Video", "Prompt"), rows=(("", "", "kite " * 12),))

    assert shown(table_blocks(table)) == ["- *–* · prompt " + ("kite " * 12).strip()]


def test_rows_that_lead_somewhere_are_a_list_however_narrow() -> None:
    table = Table(
        headings=("Id", "Asked"),
        rows=(("k7m2p9xq", "now"), ("a2b3c4d5", "now"), ("b2b3c4d5", "now")),
        links=("https://x.slack.com/archives/C1/p1", None, "http://localhost/x"),
    )

    assert shown(table_blocks(table)) == [
        "- *[k7m2p9xq](https://x.slack.com/archives/C1/p1)* – now",
        "- *a2b3c4d5* – now",
        "- *b2b3c4d5* – now",
    ]


@pytest.mark.parametrize("prompt", ["kite", "a red kite over the sea at dawn, and a tram"])
def test_what_has_no_room_is_counted(prompt: str) -> None:
    table = Table(headings=("Id", "Asked", "Prompt"), rows=(("k7m2p9xq", "3 min ago", prompt),) * 50)

    lines = shown(table_blocks(table, room=500))

    kept = "\n".join(lines).count("k7m2p9xq")
    assert 0 < kept < 50
    assert lines[-1] == f"_… and {50 - kept} more_"


def test_a_table_without_rows_is_nothing() -> None:
    assert table_blocks(Table(headings=("Id",), rows=())) == []


def test_a_table_without_room_for_a_row_says_how_many_there_are() -> None:
    assert shown(table_blocks(WIDE, room=20)) == ["_… and 2 more_"]


@given(tables, st.integers(min_value=50, max_value=ROOM))
def test_any_table_keeps_within_its_room(table: Table, room: int) -> None:
    blocks = table_blocks(table, room=room)

    if blocks:
        check_message(blocks)
    texts = [each["text"] for each in everything(blocks) if isinstance(each.get("text"), str)]
    assert sum(map(len, texts)) <= room + len(table.headings) * 152 + 20
