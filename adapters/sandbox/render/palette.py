"""The light of a picture: every colour that depends on the hour and the weather."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from adapters.sandbox.render.colour import Rgb, mix, multiply, rgb


class Light(StrEnum):
    """The hour, as it looks."""

    DAWN = "dawn"
    DAY = "day"
    GOLDEN = "golden"
    SUNSET = "sunset"
    DUSK = "dusk"
    NIGHT = "night"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Palette:
    """`sky` from top to horizon; `haze` is what distance fades to; `near` is the darkest foreground.

    `sun` is the disc and its glow, `clouds` their lit and their shaded side, `deep` water, `accent` the one bright
    thing. `lamp` is the colour of daylight on things, `show` how much of their own colour is seen (0: silhouettes).
    """

    light: Light
    sky: tuple[Rgb, ...]
    haze: Rgb
    near: Rgb
    sun: Rgb
    clouds: tuple[Rgb, Rgb]
    deep: Rgb
    accent: Rgb
    lamp: Rgb
    show: float

    @property
    def is_dark(self) -> bool:
        """Whether lamps are lit and stars are out."""
        return self.light in (Light.NIGHT, Light.DUSK)

    def lit(self, material: Rgb, depth: float = 1.0, show: float | None = None) -> Rgb:
        """A material in this light, `depth` from 0 (lost in the haze) to 1 (at hand)."""
        share = self.show if show is None else show
        here = mix(self.near, multiply(material, self.lamp), share)
        return mix(self.haze, here, depth)


def _palette(  # noqa: PLR0917 - a table of colours reads best without names
    light: Light, sky: str, land: str, clouds: str, water: str, lamp: str, show: float
) -> Palette:
    haze, near, sun = land.split()
    lit, shade = clouds.split()
    deep, accent = water.split()
    return Palette(
        light, tuple(rgb(code) for code in sky.split()), rgb(haze), rgb(near), rgb(sun), (rgb(lit), rgb(shade)),
        rgb(deep), rgb(accent), rgb(lamp), show,
    )  # fmt: skip


_L = Light

PALETTES: Final[Mapping[Light, tuple[Palette, ...]]] = MappingProxyType(
    {
        _L.DAWN: (
            _palette(
                _L.DAWN,
                "4a5f9e 8f92c6 e8b4c4 ffdcc0",
                "f2cdc9 3a3a63 fff1d6",
                "fff0e8 c3a6c6",
                "44639a ef6f5a",
                "f3d8d8",
                0.55,
            ),
            _palette(
                _L.DAWN,
                "356a94 7fb0c0 f2d7bd ffc9a3",
                "f5d6bf 2f4858 fff4dc",
                "fff6ea d3b2ae",
                "3a7288 e4572e",
                "f5dfd0",
                0.6,
            ),
        ),
        _L.DAY: (
            _palette(
                _L.DAY,
                "2173b8 55a6de a6d8f0 e6f3ea",
                "cfe8ea 1d4a52 fff8df",
                "ffffff b4cde2",
                "15608f ee5a3a",
                "fff8ea",
                0.86,
            ),
            _palette(
                _L.DAY,
                "1f8a9e 5cc0c2 b4e4d6 f6f1d2",
                "d9ecdc 17504e fff6d0",
                "ffffff b9d9d6",
                "0f7284 f2643d",
                "fff6e2",
                0.86,
            ),
        ),
        _L.GOLDEN: (
            _palette(
                _L.GOLDEN,
                "4a7fa6 9dbcb8 f6d9a0 ffb765",
                "f9d29a 4a2f33 fff2c8",
                "fff0cf dd9d78",
                "2f6478 d8412f",
                "ffdfae",
                0.66,
            ),
            _palette(
                _L.GOLDEN,
                "6a86a8 c3b7ac fbcf8f ff9f5a",
                "fbc48c 40293d fff0c4",
                "ffe7c0 cf8d7c",
                "4a5f7c c8372d",
                "ffd7a6",
                0.62,
            ),
        ),
        _L.SUNSET: (
            _palette(
                _L.SUNSET,
                "272a60 7b437f e4685f ffb961",
                "f4966a 2b1738 ffe7ad",
                "ffab82 7c4a80",
                "3b2c62 ffd166",
                "ffb08a",
                0.34,
            ),
            _palette(
                _L.SUNSET,
                "1d3461 5f5a93 e08a8f ffd0a0",
                "f0a48f 1f2145 fff0cc",
                "ffc3a6 7a6496",
                "2f4572 ff6b4a",
                "ffc2a6",
                0.36,
            ),
            _palette(
                _L.SUNSET,
                "431a4f a1345f f4604f ffc857",
                "f7874f 33122f fff0b0",
                "ff9d6b 8b3a63",
                "5a1f4f ffe08a",
                "ffa77c",
                0.32,
            ),
        ),
        _L.DUSK: (
            _palette(
                _L.DUSK,
                "101a42 2f3a78 7a5a9c e89aa0",
                "8f70a4 110f2c fff0dc",
                "b98bb4 4a4583",
                "1b2556 ffcf6b",
                "a79cd0",
                0.26,
            ),
            _palette(
                _L.DUSK,
                "0b2138 1f4a66 4f8a92 f0b48c",
                "6f97a0 0a1a28 fff2d8",
                "c7a79a 3d6379",
                "103349 ffb84d",
                "9fc0cc",
                0.26,
            ),
        ),
        _L.NIGHT: (
            _palette(
                _L.NIGHT,
                "050a1e 0b1a3e 1a3868 41699a",
                "345a86 040a18 f6f2dc",
                "6f8cb8 22375f",
                "0a1d40 ffd27a",
                "7f9fd0",
                0.2,
            ),
            _palette(
                _L.NIGHT,
                "080720 171440 352a6b 5f5596",
                "4b4a86 070618 f2ecff",
                "7c78b4 2b2858",
                "14123c ffcb6e",
                "9a90d8",
                0.2,
            ),
        ),
        _L.GREY: (
            _palette(
                _L.GREY,
                "24384d 49687c 8aa3a8 d8d2bd",
                "a3b4b5 16242f f4ecd2",
                "c9d4d6 5f7686",
                "24475a f0603c",
                "d3dde0",
                0.55,
            ),
        ),
    }
)
"""The palettes of each hour; the prompt chooses among them."""
