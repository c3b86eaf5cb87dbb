"""A person's own page shows what is theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks.home import CREATE, REFRESH, home_view
from bot.domain.chat import Notice, Table
from bot.domain.home import Bar, Home, Made
from tests.adapters.any_messages import any_buttons, any_cards, any_notices, job_ids, urls
from tests.adapters.discord.values import AGAIN, CANCEL, JOB, REMIX, a_card
from tests.adapters.slack.block_rules import check_blocks
from tests.adapters.slack.markup import TRICKS
from tests.adapters.slack.shown import buttons, labels, shown

Json = dict[str, Any]
MESSAGE = "https://x.slack.com/archives/C1/p1700000000000001"

KITE = Made(job_id=JOB, words="landscape, 8 s", prompt="a *red* <!here> kite", link=MESSAGE, buttons=(AGAIN, REMIX))
A_HOME = Home(
    bars=(Bar(words="3 of 10 videos today", fraction=0.3, anew="new at 00:00 UTC"),),
    running=(a_card(),),
    made=(KITE,),
)
EMPTY = Home(no_bars="No limits.", nothing_running="Nothing is on its way.", nothing_made="Nothing was made yet.")


def lines(home: Home, posters: dict[str, str] | None = None) -> list[str]:
    return shown(home_view(home, posters or {})["blocks"])


def test_a_page_begins_with_what_one_can_do() -> None:
    create, refresh = buttons(home_view(EMPTY, {})["blocks"])

    assert (create["action_id"], create["style"]) == (CREATE, "primary")
    assert refresh["action_id"] == REFRESH


def test_an_empty_page_says_how_to_fill_it() -> None:
    assert lines(EMPTY)[2:] == [
        "What you may still make",
        "No limits.",
        "On their way",
        "Nothing is on its way.",
        "Made last",
        "Nothing was made yet.",
    ]


def test_a_limit_has_a_bar_and_says_when_it_starts_anew() -> None:
    assert "- `███░░░░░░░` 30 %  3 of 10 videos today_ · new at 00:00 UTC_" in lines(A_HOME)


def test_what_is_on_its_way_can_be_cancelled() -> None:
    found = lines(A_HOME)

    assert ":hourglass_flowing_sand: *Your video is being made*" in found
    assert "[Cancel]" in found


def test_a_video_that_was_made_is_shown_as_it_was_asked_for_and_leads_to_its_message() -> None:
    found = lines(A_HOME)

    assert found[-2:] == ["landscape, 8 s\na *red* <!here> kite", "[Show it] [Again] [Remix]"]
    assert MESSAGE in [button.get("url") for button in buttons(home_view(A_HOME, {})["blocks"])]


def test_a_video_has_a_small_picture_where_there_is_one() -> None:
    block = home_view(A_HOME, {JOB: "F1"})["blocks"][-2]

    assert block["accessory"] == {
        "type": "image",
        "slack_file": {"id": "F1"},
        "alt_text": "A picture out of the video: a *red* <!here> kite",
    }
    assert "accessory" not in home_view(A_HOME, {})["blocks"][-2]


def test_an_admin_sees_everybody() -> None:
    table = Table(headings=("Who", "What"), rows=(("ann", "3 videos"),))

    assert lines(replace(A_HOME, team=(Notice(text="Today:", table=table),)))[-3:] == [
        "Everybody's",
        "Today:",
        "```Who  What\nann  3 videos```",
    ]


def test_a_job_that_stands_on_the_page_twice_has_its_buttons_once() -> None:
    home = replace(A_HOME, team=(Notice(text="Today:", buttons=(CANCEL,)), Notice(text="Also:", buttons=(AGAIN,))))

    found = labels(home_view(home, {})["blocks"])

    assert found == ["Make a video", "Refresh", "Cancel", "Show it", "Again", "Remix"]


@pytest.mark.parametrize("count", [9, 200])
def test_what_has_no_room_is_counted(count: int) -> None:
    home = replace(A_HOME, running=tuple(a_card(job_id=f"k7m2p{number:03}") for number in range(200, 200 + count)))

    assert f"_… and {count - 8} more_" in lines(home)


def test_what_was_counted_and_has_no_card_counts_too() -> None:
    cards = tuple(a_card(job_id=f"k7m2p{number:03}") for number in range(200, 210))

    assert "_… and 8 more_" in lines(replace(A_HOME, running=cards, more_running=6))
    assert "_… and 6 more_" in lines(replace(A_HOME, running=cards[:3], more_running=6))


few_words = st.lists(st.sampled_from(TRICKS) | st.text(max_size=5), max_size=6).map("".join)
bars = st.builds(Bar, words=few_words, fraction=st.floats(min_value=0, max_value=1), anew=few_words)
made = st.builds(
    Made,
    job_id=job_ids,
    words=few_words,
    prompt=few_words,
    link=st.none() | urls,
    buttons=any_buttons(few_words),
)
homes = st.builds(
    Home,
    bars=st.lists(bars, max_size=4).map(tuple),
    no_bars=few_words,
    running=st.lists(any_cards(few_words), max_size=2).map(tuple),
    nothing_running=few_words,
    made=st.lists(made, max_size=2).map(tuple),
    nothing_made=few_words,
    team=st.lists(any_notices(few_words), max_size=2).map(tuple),
)


@given(homes)
def test_any_page_fits(home: Home) -> None:
    view = home_view(home, {each.job_id: "F1" for each in home.made[:1]})

    check_blocks(view["blocks"], most=100)


def test_the_largest_page_fits() -> None:
    text = "<!here> " * 2000
    notice = Notice(text=text, table=Table(headings=("a", "b"), rows=((text, text),) * 90), buttons=(AGAIN,))
    card = a_card(title=text, prompt=text, note=text)
    video = Made(job_id=JOB, words=text, prompt=text, link=MESSAGE, buttons=(REMIX,))
    home = Home(
        bars=(Bar(words=text, fraction=2.0, anew=text),) * 50,
        running=tuple(replace(card, job_id=f"k7m2p{number:03}", buttons=(CANCEL,)) for number in range(200, 300)),
        made=tuple(replace(video, job_id=f"k7m2p{number:03}") for number in range(200, 300)),
        team=(notice,) * 50,
    )

    check_blocks(home_view(home, {})["blocks"], most=100)
