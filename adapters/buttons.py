"""Buttons as every chat has them: what a press sends back, and which of several stands out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from bot.commands.job_ids import JOB_ID
from bot.domain.chat import Button

BUTTON_ID: Final = re.compile(rf"sora:(?P<action>[a-z_]+):(?P<job_id>{JOB_ID.pattern}|[0-9]{{1,3}})\Z")

_DANGEROUS: Final = frozenset({"cancel", "cancel_now", "cancel_free", "delete", "delete_now"})


class Weight(StrEnum):
    """How much a button stands out."""

    USUAL = "usual"
    PRIMARY = "primary"
    DANGER = "danger"


def button_id(button: Button) -> str:
    """What a press sends back."""
    return f"sora:{button.action.value}:{button.job_id}"


def weighed(buttons: Iterable[Button]) -> list[tuple[Button, Weight]]:
    """Danger for what cannot be undone, and the first of the others stands out. No button is there twice."""
    once = {button_id(button): button for button in buttons}.values()
    first = next((button for button in once if button.action not in _DANGEROUS), None)
    return [(button, _weight(button, is_first=button is first)) for button in once]


def _weight(button: Button, *, is_first: bool) -> Weight:
    if button.action in _DANGEROUS:
        return Weight.DANGER
    return Weight.PRIMARY if is_first else Weight.USUAL
