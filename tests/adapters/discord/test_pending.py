"""Which card may stand in which answer: nothing private in public, nothing public where one person alone sees it."""

from __future__ import annotations

import discord
import pytest

from adapters.discord.pending import PendingAnswer, Unanswered, answering
from adapters.discord.places import TOKEN_LIVES, Ref

NOW = discord.utils.time_snowflake(discord.utils.utcnow())
LONG_AGO = discord.utils.time_snowflake(discord.utils.utcnow() - TOKEN_LIVES)


def an_answer(*, is_whisper: bool, made: int = NOW) -> PendingAnswer:
    return PendingAnswer(Ref(1, made, "token"), is_whisper)


@pytest.mark.parametrize("is_private", [True, False])
@pytest.mark.parametrize("is_whisper", [True, False])
def test_a_card_stands_only_in_an_answer_for_the_same_eyes(is_private: bool, is_whisper: bool) -> None:
    pending = an_answer(is_whisper=is_whisper)

    with answering(pending):
        found = Unanswered().of("one", is_private=is_private)

    assert found is (pending if is_private is is_whisper else None)


def test_a_public_answer_takes_one_card_and_a_whisper_takes_them_all() -> None:
    public, whisper = an_answer(is_whisper=False), an_answer(is_whisper=True)
    unanswered = Unanswered()
    unanswered.begin("one", public)
    unanswered.begin("one", whisper)

    assert not public.fits("two", is_private=False)
    assert public.fits("one", is_private=False)
    assert whisper.fits("two", is_private=True)


def test_an_answer_that_did_not_arrive_waits_for_its_own_card_in_any_task() -> None:
    pending, unanswered = an_answer(is_whisper=False), Unanswered()
    unanswered.begin("one", pending)

    assert unanswered.of("one", is_private=False) is pending
    assert unanswered.of("two", is_private=False) is None
    unanswered.end("one")
    assert unanswered.of("one", is_private=False) is None


def test_an_answer_whose_token_is_over_takes_nothing() -> None:
    with answering(an_answer(is_whisper=False, made=LONG_AGO)):
        assert Unanswered().of("one", is_private=False) is None


def test_a_message_is_remembered_with_its_token_and_shown_without() -> None:
    ref = Ref(1, NOW, "a/secret")

    assert Ref.parse(str(ref)) == ref
    assert Ref.parse(str(ref.bare)) == ref.bare
    assert "secret" not in repr(ref)
    assert "secret" not in str(ref.bare)
    assert ref.is_open
    assert not ref.bare.is_open


@pytest.mark.parametrize("text", ["", "1", "1/", "/2", "a/b", "card:1/2", "http://bot.example/1"])
def test_what_is_no_message_is_none(text: str) -> None:
    assert Ref.parse(text) is None
