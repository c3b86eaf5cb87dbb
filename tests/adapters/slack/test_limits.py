"""Whatever people write, no message is more than Slack takes, and nothing in it acts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from adapters.slack.blocks.layout import Message, card_message, notice_message, video_message
from adapters.slack.blocks.limits import within_limits
from adapters.slack.blocks.rich import header, plain, rich_text, section, words
from bot.domain.chat import Card, Link, Notice, Table, Tone, VideoPost
from tests.adapters.discord.values import JOB, a_card, a_post, a_progress
from tests.adapters.slack.block_rules import check_message
from tests.adapters.slack.markup import acts
from tests.adapters.slack.shown import buttons
from tests.adapters.slack.values import BUTTONS, HUGE, TIMES, cards, links, notices, posts

Json = dict[str, Any]
COLUMNS = ("Id", "Asked", "Status", "Video", "Prompt")


def check(message: Message) -> None:
    check_message(message.blocks)
    assert 0 < len(message.text) <= 1000
    assert not acts(message.text)


@pytest.mark.parametrize("part", HUGE, ids=ascii)
def test_the_largest_card_fits(part: str) -> None:
    text = part * TIMES
    progress = a_progress(steps=(text,) * 10, fraction=0.5)
    message = card_message(
        a_card(title=text, prompt=text, facts=(text,) * 10, progress=progress, note=text, buttons=BUTTONS)
    )

    check(message)
    assert len(buttons(message.blocks)) == 25


@pytest.mark.parametrize("part", HUGE, ids=ascii)
@pytest.mark.parametrize("columns", [1, 2, 5])
def test_the_largest_answer_fits(part: str, columns: int) -> None:
    text = part * TIMES
    table = Table(headings=COLUMNS[:columns], rows=((text,) * columns,) * 90)
    links = (Link(text, "http://localhost/x"), Link(text, f"https://bot.example/{'x' * 2900}")) * 20

    message = notice_message(Notice(text=text, tone=Tone.BAD, table=table, links=links, buttons=BUTTONS))

    check(message)
    assert len(buttons(message.blocks)) == 25


@pytest.mark.parametrize("part", HUGE, ids=ascii)
def test_the_largest_video_fits(part: str) -> None:
    text = part * TIMES

    check(video_message(a_post(text=text, prompt=text, buttons=BUTTONS), link=f"https://bot.example/{'x' * 2900}"))


@given(cards)
def test_any_card_fits(card: Card) -> None:
    check(card_message(card))


@given(notices)
def test_any_answer_fits(notice: Notice) -> None:
    check(notice_message(notice))


@given(posts, links)
def test_any_video_fits(post: VideoPost, link: str | None) -> None:
    check(video_message(post, link=link))


def a_button(**changes: Any) -> Json:
    return {"type": "button", "text": plain("Again", 75), "action_id": f"sora:again:{JOB}", **changes}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


LINE = rich_text(section(words("a")))


@pytest.mark.parametrize(
    ("blocks", "limit"),
    [
        ([], "0 blocks"),
        ([LINE] * 51, "51 blocks"),
        ([rich_text(section(words("a" * 9001)))], "9001 characters"),
        ([rich_text({"type": "rich_text_section", "elements": [words("")]})], "an empty text"),
        ([{"type": "section", "text": plain("a" * 3001, 4000)}], "too long"),
        ([{**header("a"), "text": plain("a" * 151, 200)}], "too long"),
        ([actions(a_button(text=plain("a" * 76, 80)))], "too long"),
        ([actions(*(a_button(action_id=f"a{number}") for number in range(26)))], "too many"),
        ([actions(a_button(), a_button())], "a action_id twice"),
        ([actions(a_button(action_id="a" * 256))], "a action_id"),
        ([rich_text(section(words("a")), block_id="x")] * 2, "a block_id twice"),
        ([actions(a_button(url=f"https://x.example/{'a' * 3000}"))], "a link"),
    ],
)
def test_a_message_slack_would_refuse_is_a_bug_that_says_which_limit(blocks: list[Json], limit: str) -> None:
    with pytest.raises(AssertionError, match=limit):
        within_limits(blocks)
