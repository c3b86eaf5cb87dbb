"""What is so far away, or so soft, that every second frame may show it where it was in the one before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.shot import Element
from adapters.sandbox.render.sky import Aurora, Twinkle

_SLOW: Final = 10
_SLOW_AND_SOFT: Final = 20
"""Pixels a second, in a frame with unit 1, that nobody sees as steps when they are taken two frames at a time."""


def split_far(elements: Sequence[Element], unit: float) -> tuple[list[Element], list[Element]]:
    """The slow elements behind everything else, and all the others."""
    far = list(takewhile(lambda element: _is_slow(element, unit), elements))
    return far, list(elements[len(far) :])


def _is_slow(element: Element, unit: float) -> bool:
    if isinstance(element, Drift):
        return element.speed <= (_SLOW_AND_SOFT if element.layer.still else _SLOW) * unit and not element.bob
    return isinstance(element, Aurora | Twinkle)
