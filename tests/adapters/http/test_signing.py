"""Tokens that cannot be forged, mixed up, or used too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.signing import LinkKind, Signer
from bot.domain.job import JobId
from bot.domain.video import ProviderName

SIGNER = Signer(b"a secret of thirty-two bytes long")
PROVIDER = ProviderName("runware")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
names = st.from_regex(r"[A-Za-z0-9_-]{1,100}", fullmatch=True)


@given(names)
def test_a_callback_token_names_its_job(name: str) -> None:
    token = SIGNER.callback_token(PROVIDER, JobId(name))

    assert SIGNER.read_callback_token(PROVIDER, token) == name
    assert token.startswith(f"{name}.")


@given(names, st.data())
def test_a_token_with_any_character_changed_is_refused(name: str, data: st.DataObject) -> None:
    token = SIGNER.callback_token(PROVIDER, JobId(name))
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda character: character != token[at]))

    forged = token[:at] + other + token[at + 1 :]

    assert SIGNER.read_callback_token(PROVIDER, forged) is None


@given(names, st.data())
def test_a_link_with_any_character_changed_is_refused(name: str, data: st.DataObject) -> None:
    token = SIGNER.sign_link(LinkKind.FILE, name, NOW + timedelta(days=1))
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda character: character != token[at]))

    forged = token[:at] + other + token[at + 1 :]

    assert SIGNER.read_link(LinkKind.FILE, forged, NOW) is None


@given(st.text())
def test_no_made_up_text_is_a_token(text: str) -> None:
    assert SIGNER.read_callback_token(PROVIDER, text) is None
    assert SIGNER.read_link(LinkKind.FILE, text, NOW) is None


@given(names, st.text(min_size=1, max_size=5), st.booleans())
def test_a_token_with_text_added_or_cut_is_refused(name: str, more: str, in_front: bool) -> None:
    token = SIGNER.callback_token(PROVIDER, JobId(name))

    assert SIGNER.read_callback_token(PROVIDER, more + token if in_front else token + more) is None
    assert SIGNER.read_callback_token(PROVIDER, token[: -len(more)]) is None


def test_a_token_counts_for_its_provider_only() -> None:
    token = SIGNER.callback_token(PROVIDER, JobId("kite-1"))

    assert SIGNER.read_callback_token(ProviderName("apixo"), token) is None


def test_a_token_counts_for_its_purpose_only() -> None:
    image = SIGNER.sign_link(LinkKind.IMAGE, "kite-1", NOW + timedelta(days=1))
    callback = SIGNER.callback_token(PROVIDER, JobId("kite-1"))

    assert SIGNER.read_link(LinkKind.FILE, image, NOW) is None
    assert SIGNER.read_link(LinkKind.FILE, callback, NOW) is None
    assert SIGNER.read_callback_token(PROVIDER, image) is None


def test_a_token_of_another_secret_is_refused() -> None:
    token = Signer(b"quite another secret").callback_token(PROVIDER, JobId("kite-1"))

    assert SIGNER.read_callback_token(PROVIDER, token) is None


def test_a_link_ends_at_its_moment() -> None:
    token = SIGNER.sign_link(LinkKind.FILE, "kite-1", NOW + timedelta(days=7))

    assert SIGNER.read_link(LinkKind.FILE, token, NOW + timedelta(days=7, seconds=-1)) == "kite-1"
    assert SIGNER.read_link(LinkKind.FILE, token, NOW + timedelta(days=7)) is None


@pytest.mark.parametrize("name", ["", "a.b", "a/b", "a b", "ä", "a\n", "a" * 101])
def test_a_name_that_does_not_fit_an_address_is_not_signed(name: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        SIGNER.sign_link(LinkKind.FILE, name, NOW)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16"):
        Signer(b"too short")


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(SIGNER)
