"""The words the renderer knows: what each says about the place, the hour, the weather and what is to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.sandbox.render.palette import Light


def _each(**groups: str) -> Mapping[str, str]:
    return MappingProxyType({word: name for name, words in groups.items() for word in words.split()})


PLACES: Final = _each(
    sea="sea ocean beach wave coast shore bay island surf tide harbour harbor water lake river pond canal lagoon",
    mountains="mountain alps peak summit cliff canyon valley himalaya volcano ridge rock",
    forest="forest wood jungle pine bamboo woodland rainforest grove park",
    city="city town street skyline tokyo york paris london berlin downtown skyscraper building neon cyberpunk street "
    "market bridge roof rooftop cafe",
    desert="desert dune sand sahara mars oasis pyramid savanna savannah",
    meadow="meadow field grass garden farm prairie countryside hill lawn vineyard wheat spring village",
    snow="snow winter ice arctic glacier polar antarctica christmas ski blizzard",
    clouds="sky cloud heaven air flying",
    space="space galaxy planet nebula cosmos universe orbit saturn jupiter earth comet cosmic asteroid",
    deep="underwater reef coral deep seabed submarine aquarium diving",
)

LIGHTS: Final = MappingProxyType(
    {
        word: light
        for light, words in {
            Light.DAWN: "dawn sunrise morning early",
            Light.DAY: "day noon sunny bright midday summer daylight afternoon",
            Light.GOLDEN: "golden warm autumn fall evening honey",
            Light.SUNSET: "sunset dramatic",
            Light.DUSK: "dusk twilight lavender",
            Light.NIGHT: "night midnight moonlight moon dark stars starry aurora neon",
            Light.GREY: "rain rainy storm stormy fog foggy misty overcast grey gray cloudy thunder",
        }.items()
        for word in words.split()
    }
)

WEATHERS: Final = _each(
    rain="rain rainy storm stormy drizzle monsoon thunder umbrella",
    snow="snow snowy snowfall blizzard winter christmas",
    petals="cherry blossom sakura petal spring wedding",
    leaves="autumn fall leaf leaves",
    fireflies="firefly fireflies magic magical fairy enchanted dream",
    embers="fire campfire flame ember volcano lava bonfire",
    bubbles="bubble",
    fog="fog foggy mist misty haze",
    aurora="aurora",
)

SUBJECTS: Final = _each(
    kite="kite",
    balloon="balloon",
    boat="boat sail sailboat ship yacht sailing pirate",
    paperboat="paper origami toy",
    bird="bird seagull gull eagle crow swallow dove owl parrot crane duck",
    plane="plane airplane aeroplane jet aircraft pilot",
    rocket="rocket spaceship spacecraft launch shuttle",
    astronaut="astronaut cosmonaut spaceman",
    whale="whale orca dolphin shark",
    fish="fish goldfish koi salmon turtle jellyfish octopus",
    cat="cat kitten kitty",
    dog="dog puppy fox wolf corgi",
    person="person man woman girl boy child people dancer someone figure wanderer traveller "
    "knight samurai couple she he",
    butterfly="butterfly butterflies moth bee dragonfly",
    lantern="lantern lanterns festival wish",
    train="train railway tram locomotive",
    car="car taxi bus truck drive driving",
    lighthouse="lighthouse beacon",
    house="house cabin cottage home hut barn castle temple",
    windmill="windmill mill turbine",
    tent="tent camp camping campfire bonfire fire",
    oak="oak tree cherry sakura blossom",
    robot="robot android machine mech",
    flower="flower rose tulip sunflower lily daisy bouquet lotus",
    deer="deer stag elk horse unicorn",
    ufo="ufo alien saucer",
    dragon="dragon wyvern phoenix",
)

TINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        word: code
        for code, words in {
            "e4412f": "red scarlet",
            "b3202c": "crimson",
            "f28a2f": "orange",
            "f5c936": "yellow",
            "e8b23a": "golden gold",
            "3f9f5f": "green",
            "2a9d9a": "teal",
            "35b8b4": "turquoise",
            "2f7fd0": "blue",
            "4aa8ee": "azure",
            "7f4fb8": "purple",
            "8a5fd0": "violet",
            "f277a8": "pink",
            "f7f4ee": "white",
            "2b2b35": "black",
            "b9c2cc": "silver grey gray",
            "8a5a3a": "brown",
        }.items()
        for word in words.split()
    }
)
"""The colours a subject can be asked for in."""

HOMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kite": ("sea", "meadow"),
        "balloon": ("mountains", "meadow", "desert", "clouds"),
        "boat": ("sea",),
        "paperboat": ("sea",),
        "bird": ("sea", "mountains", "clouds"),
        "plane": ("clouds",),
        "rocket": ("space",),
        "astronaut": ("space",),
        "whale": ("deep",),
        "fish": ("deep",),
        "cat": ("city", "meadow"),
        "dog": ("meadow", "forest"),
        "person": ("mountains", "meadow", "desert"),
        "butterfly": ("meadow",),
        "lantern": ("mountains", "city"),
        "train": ("mountains", "meadow"),
        "car": ("desert", "city"),
        "lighthouse": ("sea",),
        "house": ("meadow", "mountains"),
        "windmill": ("meadow",),
        "tent": ("forest", "mountains"),
        "oak": ("meadow",),
        "robot": ("desert", "city"),
        "flower": ("meadow",),
        "deer": ("forest",),
        "ufo": ("desert", "forest"),
        "dragon": ("mountains", "clouds"),
    }
)
"""Where a subject is at home when the prompt names no place."""
