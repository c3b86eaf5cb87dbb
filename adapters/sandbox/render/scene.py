"""Puts a picture together from its plan: the still background, and the elements from back to front."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.city import city_shore, skyline
from adapters.sandbox.render.clouds import cloud_elements, cloud_sea
from adapters.sandbox.render.colour import Array
from adapters.sandbox.render.deep import deep_elements, paint_deep
from adapters.sandbox.render.land import desert, far_shore, meadow, mountains, winter, wood
from adapters.sandbox.render.shot import Element, Shot
from adapters.sandbox.render.sky import paint_sky, sky_elements
from adapters.sandbox.render.space import paint_space, space_elements
from adapters.sandbox.render.subjects import AFLOAT, STANDING, subject_elements
from adapters.sandbox.render.water import Glitter, Mirror, all_waves
from adapters.sandbox.render.weather import weather_elements

_LANDS: Final[Mapping[str, Callable[[Shot], list[Element]]]] = MappingProxyType(
    {"mountains": mountains, "snow": winter, "meadow": meadow, "desert": desert, "forest": wood, "city": skyline}
)


def build_scene(shot: Shot) -> tuple[Canvas, list[Element]]:
    """The background and what is painted over it in every frame."""
    place, subject = shot.plan.place, subject_elements(shot)
    if place == "space":
        return _canvas(shot, paint_space), [*space_elements(shot), *subject]
    if place == "deep":
        back, front = deep_elements(shot)
        return _canvas(shot, paint_deep), [*back, *subject, *front, *weather_elements(shot)]
    return _canvas(shot, paint_sky), [*sky_elements(shot), *_ground(shot, subject), *weather_elements(shot)]


def _canvas(shot: Shot, paint: Callable[[Shot], Array]) -> Canvas:
    return Canvas.of_picture(paint(shot), shot.rng("dither"))


def _ground(shot: Shot, subject: list[Element]) -> list[Element]:
    place, sky = shot.plan.place, cloud_elements(shot)
    if place == "clouds":
        banks = cloud_sea(shot)
        return [*sky, *banks[:4], *subject, *banks[4:]]
    if shot.plan.water:
        behind, before = all_waves(shot)
        shore = city_shore(shot) if place == "city" else far_shore(shot, place)
        water = [*sky, *shore, Mirror(shot), *behind, Glitter(shot)]
        afloat = shot.plan.subject in AFLOAT
        return [*water, *subject, *before] if afloat else [*water, *before, *subject]
    land = _LANDS[place](shot)
    if shot.plan.subject in STANDING or place == "meadow":
        return [*sky, *land, *subject]
    return [*sky, *land[:-1], *subject, land[-1]]
