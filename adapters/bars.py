"""How far something is, drawn in text."""

from __future__ import annotations

import math
from typing import Final

from bot import texts

_WHOLE: Final = 1000


def bar(fraction: float, width: int = 10) -> str:
    """`█████░░░░░`: the bar that quotas have, for a part between 0 and 1; only all of it is full."""
    return texts.quota_bar(_of(_WHOLE, fraction), _WHOLE, width)


def percent(fraction: float) -> str:
    """`52 %`; only all of it is 100."""
    return f"{_of(100, fraction)} %"


def _of(whole: int, fraction: float) -> int:
    """The part in whole numbers, never more than there is; the rounding takes back what binary fractions lose."""
    return math.floor(round(min(1.0, max(0.0, fraction)) * whole, 6))
