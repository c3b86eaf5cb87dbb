"""What a person sees of a view: the payload that Discord gets, taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """The components of a message, those inside others included, in the order they are read."""

    components: list[Json]

    @property
    def texts(self) -> list[str]:
        return [component["content"] for component in self.of(10)]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[Json]:
        return self.of(2)

    @property
    def rows(self) -> list[list[str]]:
        """The labels in each row of buttons."""
        return [[button["label"] for button in row["components"]] for row in self.of(1)]

    @property
    def accents(self) -> list[int | None]:
        return [container.get("accent_color") for container in self.of(17)]

    @property
    def media(self) -> list[Json]:
        return [item for gallery in self.of(12) for item in gallery["items"]]

    def of(self, kind: int) -> list[Json]:
        return [component for component in self.components if component["type"] == kind]


def shown(view: discord.ui.LayoutView) -> Shown:
    return Shown(list(everything(payload_of(view))))


def payload_of(view: discord.ui.LayoutView) -> list[Json]:
    components: list[Json] = view.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    return components


def everything(components: list[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from everything(component.get("components", []))
