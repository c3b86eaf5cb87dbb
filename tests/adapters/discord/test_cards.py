"""What a card looks like."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord.layout import card_view
from bot.domain.chat import Action, Button, Tone
from tests.adapters.discord.shown import shown
from tests.adapters.discord.values import AGAIN, JOB, REMIX, a_card, a_progress
from tests.fakes import START

BEGAN = int(START.timestamp())
STEPS = "✓ accepted → ✓ queued → **● rendering** → ○ fetching → ○ posted"


def test_a_card_says_what_is_made_where_it_is_and_what_it_costs() -> None:
    assert shown(card_view(a_card())).texts == [
        "### Your video is being made",
        "> a red kite over the sea",
        f"{STEPS}\n-# Began <t:{BEGAN}:R> · expected <t:{BEGAN + 40}:R>",
        f"-# Sora 2 · landscape 720p (1280x720) · 8 s · $0.80 · `{JOB}`",
    ]


def test_a_provider_that_tells_how_far_it_is_gets_a_bar() -> None:
    card = a_card(progress=a_progress(fraction=0.529, expected=None))

    assert f"`█████░░░░░` 52 %\n-# Began <t:{BEGAN}:R>" in shown(card_view(card)).texts[2]


def test_a_card_without_progress_has_no_steps_and_one_with_a_note_says_it() -> None:
    card = a_card(progress=None, note="Your quota was given back.", tone=Tone.BAD, buttons=())

    view = shown(card_view(card))

    assert view.texts[-1] == "Your quota was given back."
    assert "→" not in view.text
    assert view.rows == []


def test_every_tone_has_a_colour_of_its_own() -> None:
    accents = [shown(card_view(a_card(tone=tone))).accents for tone in Tone]

    assert [len(found) for found in accents] == [1] * len(Tone)
    assert len({found[0] for found in accents}) == len(Tone)
    assert shown(card_view(a_card(tone=Tone.NEUTRAL))).accents == [None]


def test_all_of_a_card_stands_in_one_frame() -> None:
    view = card_view(a_card(progress=a_progress(expected=timedelta(hours=1))))

    assert len(view.children) == 1


def test_what_cannot_be_undone_is_red_and_the_first_of_the_others_stands_out() -> None:
    retry = Button(Action.RETRY, "Retry", JOB)

    cancel, primary, *others = shown(
        card_view(a_card(buttons=(Button(Action.CANCEL, "Cancel", JOB), AGAIN, REMIX, retry)))
    ).buttons

    assert (cancel["style"], primary["style"]) == (4, 1)
    assert [button["style"] for button in others] == [2, 2]
    assert cancel["custom_id"] == f"sora:cancel:{JOB}"


@pytest.mark.parametrize(
    ("prompt", "quote"),
    [
        ("# big\n\n\n- and **bold**", "> \\# big\n> \\- and \\*\\*bold\\*\\*"),
        ("one\r\ntwo\u2028three", "> one\n> two\n> three"),
        ("\n".join("abcdefgh"), "> a\n> b\n> c\n> d\n> e\n> f…"),
    ],
)
def test_a_prompt_is_a_quote_of_a_few_lines(prompt: str, quote: str) -> None:
    assert shown(card_view(a_card(prompt=prompt))).texts[1] == quote


def test_a_long_prompt_is_shown_by_its_beginning() -> None:
    quote = shown(card_view(a_card(prompt="kite " * 2000))).texts[1]

    assert quote.startswith("> kite kite")
    assert quote.endswith("kite…")
    assert len(quote) < 600


def test_a_card_without_facts_still_has_its_id() -> None:
    assert shown(card_view(a_card(facts=()))).texts[-1] == f"-# `{JOB}`"


def test_a_card_waits_for_nothing() -> None:
    assert card_view(a_card()).timeout is None
