"""What is sealed is read with the same key alone, and never lies open."""

from __future__ import annotations

import pytest

from adapters.slack.installation.vault import SealedUnderAnotherKey, Vault

KEY = b"k" * 32
TOKEN = "xoxb-1-hush"


def test_what_was_sealed_is_opened_with_the_same_key() -> None:
    assert Vault(KEY).open(Vault(KEY).seal(TOKEN + " 動画")) == TOKEN + " 動画"


def test_a_seal_shows_nothing_and_is_another_each_time() -> None:
    first, second = Vault(KEY).seal(TOKEN), Vault(KEY).seal(TOKEN)

    assert TOKEN not in first
    assert first != second


def test_another_key_opens_nothing() -> None:
    sealed = Vault(KEY).seal(TOKEN)

    with pytest.raises(SealedUnderAnotherKey):
        Vault(b"another key, as long as that one").open(sealed)


@pytest.mark.parametrize("change", [lambda text: text[:-4], lambda text: "A" + text[1:], lambda _: "", lambda _: "no"])
def test_what_was_changed_is_not_opened(change: object) -> None:
    assert callable(change)

    with pytest.raises(SealedUnderAnotherKey):
        Vault(KEY).open(change(Vault(KEY).seal(TOKEN)))


def test_the_key_is_in_no_print() -> None:
    assert KEY.decode() not in repr(Vault(KEY))
