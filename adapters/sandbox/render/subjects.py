"""What is to be seen in front of the landscape: one function for each subject a prompt can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from adapters.sandbox.render import afloat, air, ground, orbit, road, wings
from adapters.sandbox.render.kite import Kite
from adapters.sandbox.render.shot import Element, Shot

Subject = Callable[[Shot], list[Element]]

_SUBJECTS: Final[Mapping[str, Subject]] = MappingProxyType(
    {
        "kite": lambda shot: [Kite(shot)],
        "balloon": air.balloons,
        "bird": wings.birds,
        "plane": air.plane,
        "butterfly": wings.butterflies,
        "lantern": air.lanterns,
        "ufo": air.saucer,
        "dragon": wings.dragon,
        "boat": afloat.boat,
        "paperboat": afloat.paper_boat,
        "lighthouse": afloat.lighthouse,
        "whale": afloat.whale,
        "fish": afloat.fishes,
        "rocket": orbit.rocket,
        "astronaut": orbit.astronaut,
        "train": road.train,
        "car": road.car,
        **{name: partial(ground.standing, name=name) for name in ground.FIGURES},
    }
)  # fmt: skip

AFLOAT: Final = ("boat", "paperboat")
"""Subjects that belong between the waves."""

STANDING: Final = ground.FIGURES | {"car"}
"""Subjects that bring the ground they stand on, in front of everything."""


def subject_elements(shot: Shot) -> list[Element]:
    """The subject of the plan, nothing where it has none."""
    subject = _SUBJECTS.get(shot.plan.subject or "")
    return [] if subject is None else subject(shot)
