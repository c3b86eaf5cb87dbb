"""Whatever people write, no message is more than Discord takes."""

from __future__ import annotations

import json
from typing import Any

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # publishes no types

from adapters.discord.layout import card_view, notice_view, video_view
from adapters.discord.limits import within_limits
from bot.domain.chat import Action, Button, Card, Film, Notice, Table, Tone, VideoPost
from tests.adapters.any_messages import any_cards, any_notices, any_posts
from tests.adapters.discord.markdown import tricky_text
from tests.adapters.discord.shown import everything, payload_of
from tests.adapters.discord.values import ID_LETTERS, a_card, a_post, a_progress
from tests.discord.component_rules import check_message_components
from tests.discord.description import ABSENT, FILE

HUGE = ("`", "*", "\\", "@here ", "\n", "`\n", "# x\n", "猫", "👩\u200d🚀", "a", "\u0301", "\u202e")
TIMES = 10_000
FILM = "https://cdn.discordapp.com/attachments/1/2/film.mp4?ex=6a&is=6b&hm=6c"
BUTTONS = tuple(Button(Action.AGAIN, "Again " * 40, f"{letter}7m2p9xq") for letter in ID_LETTERS[:25])
COLUMNS = ("Id", "Asked", "Status", "Video", "Prompt")


def check(view: discord.ui.LayoutView) -> None:
    """The limits once more, by the rules of the stand-in, which knows nothing of ours."""
    check_message_components(payload_of(view), layout=True)


@pytest.mark.parametrize("part", HUGE, ids=ascii)
def test_the_largest_card_fits(part: str) -> None:
    text = part * TIMES
    view = card_view(
        a_card(
            title=text,
            prompt=text,
            facts=(text,) * 10,
            progress=a_progress(steps=(text,) * 10, fraction=0.5),
            note=text,
            buttons=BUTTONS,
        )
    )

    check(view)
    assert sum(component["type"] == 2 for component in everything(payload_of(view))) == 25


@pytest.mark.parametrize("part", HUGE, ids=ascii)
@pytest.mark.parametrize("tone", [Tone.NEUTRAL, Tone.BAD])
@pytest.mark.parametrize("columns", [1, 2, 5])
def test_the_largest_answer_fits(part: str, tone: Tone, columns: int) -> None:
    text = part * TIMES
    table = Table(headings=COLUMNS[:columns], rows=((text,) * columns,) * 50)

    view = notice_view(Notice(text=text, tone=tone, table=table, buttons=BUTTONS, films=(Film(FILM, text),) * 20))

    check(view)
    assert sum(component["type"] == 2 for component in everything(payload_of(view))) == 25


@pytest.mark.parametrize("part", HUGE, ids=ascii)
@pytest.mark.parametrize("has_file", [True, False])
def test_the_largest_video_fits(part: str, has_file: bool) -> None:
    text = part * TIMES
    link = f"https://bot.example/{'x' * 1000}"

    check(video_view(a_post(text=text, prompt=text, buttons=BUTTONS), has_file=has_file, link=link))


@given(any_cards(tricky_text))
def test_any_card_fits(card: Card) -> None:
    check(card_view(card))


@given(any_notices(tricky_text))
def test_any_answer_fits(notice: Notice) -> None:
    check(notice_view(notice))


@given(any_posts(tricky_text, st.just("80351110224678912")), st.booleans())
def test_any_video_fits(post: VideoPost, has_file: bool) -> None:
    check(video_view(post, has_file=has_file, link="https://bot.example/x"))


@pytest.fixture(scope="module")
def published() -> Draft202012Validator:
    if not FILE.exists():
        pytest.skip(ABSENT)
    components = json.loads(FILE.read_text())["components"]
    return Draft202012Validator({"$ref": "#/components/schemas/MessageCreateRequest", "components": components})


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(card_view(a_card(buttons=BUTTONS, progress=a_progress(fraction=0.3))), id="card"),
        pytest.param(
            notice_view(Notice(text="a", table=Table(headings=("Id",), rows=(("b",),)), buttons=BUTTONS)), id="answer"
        ),
        pytest.param(notice_view(Notice(text="a", films=(Film(FILM, "a kite"),))), id="history"),
        pytest.param(video_view(a_post(), has_file=True, link=None), id="video"),
        pytest.param(video_view(a_post(), has_file=False, link="https://bot.example/x"), id="link"),
    ],
)
def test_messages_are_as_discord_describes_them(published: Draft202012Validator, view: discord.ui.LayoutView) -> None:
    payload = {"flags": discord.MessageFlags(components_v2=True).value, "components": payload_of(view)}

    assert [error.message for error in published.iter_errors(payload)] == []


def view_of(*items: ui.Item[Any]) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def a_button(**changes: Any) -> ui.Button[Any]:
    return ui.Button(**{"label": "Again", "custom_id": "sora:again:k7m2p9xq", **changes})


@pytest.mark.parametrize(
    ("items", "limit"),
    [
        ([], "0 components"),
        ([ui.TextDisplay("a" * 2001), ui.TextDisplay("a" * 2000)], "4001 characters"),
        ([ui.TextDisplay(" ")], "an empty text"),
        ([ui.ActionRow()], "an odd row"),
        ([ui.ActionRow(a_button(label="a" * 81))], "a label"),
        ([ui.ActionRow(a_button(custom_id="a" * 101))], "a custom id"),
        ([ui.ActionRow(a_button(), a_button())], "a custom id twice"),
        ([ui.ActionRow(ui.Button(label="a", url=f"https://x.example/{'a' * 500}"))], "a link"),
    ],
)
def test_a_message_discord_would_refuse_is_a_bug_that_says_which_limit(items: list[ui.Item[Any]], limit: str) -> None:
    with pytest.raises(AssertionError, match=limit):
        within_limits(view_of(*items))
