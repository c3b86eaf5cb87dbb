"""What nearer layers hide for the whole film need not be painted at all."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.shot import Element
from adapters.sandbox.render.water import Mirror


def without_hidden(elements: Iterable[Element], height: int) -> list[Element]:
    """The elements, from back to front, of a frame so high: each layer without the rows at its foot that are hidden."""
    seen: list[Element] = []
    hidden: list[range] = []
    for element in reversed(list(elements)):
        if isinstance(element, Mirror):
            # All that is before the mirror is seen twice, so nothing painted later hides it.
            hidden = [range(element.horizon, height)]
        if not isinstance(element, Drift):
            seen.append(element)
            continue
        rows = element.rows
        foot = _lowest_seen(min(rows.stop, height), hidden)
        if foot > rows.start:
            seen.append(element.above(foot))
        hidden.append(element.hides)
    return seen[::-1]


def _lowest_seen(foot: int, hidden: list[range]) -> int:
    """Where a layer that reaches down to `foot` ends for the eye."""
    while covers := [cover for cover in hidden if foot - 1 in cover]:
        foot = min(cover.start for cover in covers)
    return foot
