"""What a card looks like."""

from __future__ import annotations

import pytest

from adapters.slack.blocks.layout import card_message
from bot.domain.chat import Action, Button, Tone
from tests.adapters.discord.values import AGAIN, JOB, REMIX, a_card, a_progress
from tests.adapters.slack.shown import buttons, shown
from tests.fakes import START

BEGAN = f"Began {{{START:%X} ago}}"
STEPS = "✓ accepted → ✓ queued → *● rendering* → ○ fetching → ○ posted"


def test_a_card_says_what_is_made_where_it_is_and_what_it_costs() -> None:
    assert "\n".join(shown(card_message(a_card()).blocks)).split("\n") == [
        ":hourglass_flowing_sand: *Your video is being made*",
        "> a red kite over the sea",
        STEPS,
        f"{BEGAN} · expected at {{{START.replace(second=40):%X} time}}",
        f"Sora 2 · landscape 720p (1280x720) · 8 s · $0.80 `{JOB}`",
        "[Cancel]",
    ]


def test_a_provider_that_tells_how_far_it_is_gets_a_bar() -> None:
    card = a_card(progress=a_progress(fraction=0.529, expected=None))

    assert shown(card_message(card).blocks)[2] == f"{STEPS}\n`█████░░░░░` 52 %\n{BEGAN}"


def test_a_card_without_progress_has_no_steps_and_one_with_a_note_says_it() -> None:
    card = a_card(progress=None, note="Your quota was given back.", tone=Tone.BAD, buttons=())

    lines = shown(card_message(card).blocks)

    assert lines[-1] == "Your quota was given back."
    assert not [line for line in lines if "→" in line]


def test_every_tone_looks_different() -> None:
    heads = {shown(card_message(a_card(tone=tone)).blocks)[0] for tone in Tone}

    assert len(heads) == len(Tone)
    assert "*Your video is being made*" in heads


def test_a_card_is_found_again_by_its_job() -> None:
    assert card_message(a_card()).blocks[0]["block_id"] == f"sora:card:{JOB}"


def test_what_cannot_be_undone_is_red_and_the_first_of_the_others_stands_out() -> None:
    retry = Button(Action.RETRY, "Retry", JOB)
    cancel = Button(Action.CANCEL, "Cancel", JOB)

    found = buttons(card_message(a_card(buttons=(cancel, AGAIN, REMIX, retry))).blocks)

    assert [button.get("style") for button in found] == ["danger", "primary", None, None]
    assert found[0]["action_id"] == f"sora:cancel:{JOB}"


@pytest.mark.parametrize(
    ("prompt", "quote"),
    [
        ("# big\n\n\n- and *bold* <!here>", "> # big\n- and *bold* <!here>"),
        ("one\r\ntwo\u2028three", "> one\ntwo\nthree"),
        ("\n".join("abcdefgh"), "> a\nb\nc\nd\ne\nf…"),
    ],
)
def test_a_prompt_is_a_quote_of_a_few_lines_as_it_was_written(prompt: str, quote: str) -> None:
    assert shown(card_message(a_card(prompt=prompt)).blocks)[1] == quote


def test_a_long_prompt_is_shown_by_its_beginning() -> None:
    quote = shown(card_message(a_card(prompt="kite " * 2000)).blocks)[1]

    assert quote.startswith("> kite kite")
    assert quote.endswith("kite…")
    assert len(quote) < 600


def test_a_card_without_facts_or_prompt_still_has_its_id() -> None:
    lines = shown(card_message(a_card(facts=(), prompt=" ", buttons=())).blocks)

    assert lines[-1] == f"`{JOB}`"
    assert not [line for line in lines if line.startswith(">")]


def test_a_notification_is_short_and_calls_nobody() -> None:
    text = card_message(a_card(prompt="<!channel> " * 200)).text

    assert text.startswith("Your video is being made: &lt;!channel&gt; ")
    assert len(text) < 400


def test_a_prompt_cannot_call_everybody() -> None:
    blocks = card_message(a_card(prompt="<!channel> <@U1> @here")).blocks

    assert blocks[0]["elements"][1]["elements"] == [{"type": "text", "text": "<!channel> <@U1> @here"}]
