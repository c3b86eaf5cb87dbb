"""What workspaces entrust to us can be read with the bot's own key alone."""

from __future__ import annotations

import pytest

from adapters.slack.vault import SealedByAnother, Vault

KEY = b"k" * 32


def test_what_was_sealed_can_be_opened_again() -> None:
    vault = Vault(KEY)

    assert Vault(KEY).open(vault.seal("xoxb-1, 動画")) == "xoxb-1, 動画"


def test_a_sealed_text_shows_nothing_of_what_is_in_it() -> None:
    assert "xoxb" not in Vault(KEY).seal("xoxb-1")


def test_nothing_can_be_told_from_two_seals_of_one_text() -> None:
    vault = Vault(KEY)

    assert vault.seal("xoxb-1") != vault.seal("xoxb-1")


@pytest.mark.parametrize(
    "sealed", [Vault(b"another" * 8).seal("xoxb-1"), "", "no seal", Vault(KEY).seal("x")[:-3], "é"]
)
def test_what_another_key_sealed_is_not_opened(sealed: str) -> None:
    with pytest.raises(SealedByAnother):
        Vault(KEY).open(sealed)


def test_the_key_is_not_shown() -> None:
    assert "kkkk" not in repr(Vault(KEY))
