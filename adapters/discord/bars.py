"""How far something is, drawn in text."""

from __future__ import annotations

from bot import texts

_FINE: int = 1000


def bar(fraction: float, width: int = 10) -> str:
    """`█████░░░░░`: the bar that quotas have, for a part between 0 and 1; only all of it is full."""
    return texts.quota_bar(int(_part(fraction) * _FINE), _FINE, width)


def bar_with_percent(fraction: float) -> str:
    """The bar with the number beside it, in a font that gives both kinds of block the same width."""
    return f"`{bar(fraction)}` {int(_part(fraction) * 100)} %"


def _part(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
