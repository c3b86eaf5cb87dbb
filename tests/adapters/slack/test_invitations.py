"""The button that opens the form carries what came before it."""

from __future__ import annotations

import pytest

from adapters.slack.blocks.invitations import form_invitation, picture_in, place_in
from adapters.slack.blocks.pictures import Picture
from tests.adapters.slack.shown import buttons, shown

FILE = Picture("F1", "https://files.slack.com/files-pri/T1-F1/kite.png")
ELSEWHERE = Picture(None, "https://kite.example/" + "ü" * 1400)
TOO_FAR = Picture(None, "https://kite.example/" + "k" * 1979)


def carried(picture: Picture | None) -> str:
    (button,) = buttons(form_invitation("C1", "1.2", picture).blocks)
    return str(button["value"])


def says_it_has_it(picture: Picture | None) -> bool:
    return "I have your picture" in "".join(shown(form_invitation("C1", None, picture).blocks))


@pytest.mark.parametrize(
    ("picture", "kept"),
    [(FILE, Picture("F1", None)), (ELSEWHERE, ELSEWHERE), (TOO_FAR, None), (Picture(None, None), None), (None, None)],
)
def test_the_picture_comes_along_as_far_as_a_button_carries_it(picture: Picture | None, kept: Picture | None) -> None:
    value = carried(picture)

    assert (picture_in(value), place_in(value)) == (kept, ("C1", "1.2"))
    assert len(value) <= 2000
    assert says_it_has_it(picture) == (kept is not None)


@pytest.mark.parametrize("value", ["", "C1", "[]", '{"file": 1, "channel": []}'])
def test_what_another_button_carries_is_nothing(value: str) -> None:
    assert (picture_in(value), place_in(value)) == (None, (None, None))
