"""Everything that stands on a hill or a roof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from adapters.sandbox.render import animals, homes
from adapters.sandbox.render.actors import Actor, Pose
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.sprite import Sprite
from adapters.sandbox.render.standing import Foot, knoll, to_foot

Drawing = Callable[[Shot], tuple[Sprite, float]]
"""Draws a figure, and says how far below its middle its feet are."""

Extra = Callable[[Shot, Foot], Element]
"""What moves with a figure."""

_FIGURES: Final[Mapping[str, Drawing]] = MappingProxyType(
    {
        "cat": animals.cat,
        "dog": animals.dog,
        "person": animals.person,
        "deer": animals.deer,
        "robot": animals.robot,
        "house": homes.house,
        "windmill": homes.windmill,
        "tent": homes.tent,
        "oak": homes.tree,
        "flower": homes.flower,
    }
)
_BEHIND: Final[Mapping[str, Extra]] = MappingProxyType({"cat": animals.Tail, "house": homes.Smoke, "tent": homes.Fire})
_BEFORE: Final[Mapping[str, Extra]] = MappingProxyType({"windmill": homes.sails})

FIGURES: Final = frozenset(_FIGURES)
"""The names that can stand."""


def standing(shot: Shot, name: str) -> list[Element]:
    """The figure with what moves with it, and the hill over its feet."""
    foot = to_foot(shot)
    sprite, height = _FIGURES[name](shot)
    figure = Actor([sprite], lambda t: Pose(foot.at(t), foot.y - height * shot.unit))
    behind, before = ([extras[name](shot, foot)] if name in extras else [] for extras in (_BEHIND, _BEFORE))
    return [*behind, figure, *before, knoll(shot, foot)]
